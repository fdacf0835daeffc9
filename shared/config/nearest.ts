import { distance } from 'fastest-levenshtein';

/** The word that a mistyped one most likely means, if one is near enough. */
export function nearest(given: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(given.length / 3)) + 1;
  for (const word of words) {
    const far = distance(given.toLowerCase(), word.toLowerCase());
    if (far < least) [best, least] = [word, far];
  }
  // A part of a word, such as a rule's id without its service.
  const containing = words.filter((word) => given.length >= 3 && word.toLowerCase().includes(given.toLowerCase()));
  return best ?? (containing.length > 0 ? containing[0] : undefined);
}
