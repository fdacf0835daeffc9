/** Whether a text looks random: long, without spaces, and not made of words. */
export function looksRandom(text: string): boolean {
  if (text.length < 16 || /\s/.test(text)) return false;
  const drawn = text.split(/[^A-Za-z0-9]+/).filter(isDrawn);
  const length = drawn.reduce((sum, piece) => sum + piece.length, 0);
  return length >= 12 && length >= text.length / 2 && entropy(text) >= 2.8;
}

/** In words the type of character (lower case, upper case, digit) changes rarely, in random text often. */
function isDrawn(piece: string): boolean {
  if (piece.length < 6) return false;
  const changes = Array.from(piece).filter(
    (char, i) => i > 0 && charClass(char) !== charClass(piece.charAt(i - 1)),
  ).length;
  return changes >= Math.max(2, piece.length / 6);
}

function charClass(char: string): 'digit' | 'upper' | 'lower' {
  if (char <= '9') return 'digit';
  return char <= 'Z' ? 'upper' : 'lower';
}

/** Shannon entropy, in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
