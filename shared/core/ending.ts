/*
 * The sentence about the end of a violation, made of the sentence about the violation. It is made of the text with its
 * placeholders, so that no value of a resource is taken for a verb. A message that reads badly with it has its own.
 */

/** What follows the main clause: an explanation, a relative clause or a second sentence. */
const REST = /(?:: |\. |, which |, not only |; |, and |, such as |, a very | \(\{\{| \("\{\{).*$/;

/** The first that matches is used. In the order of their words: what is missing comes first, since it contains the rest. */
const TURNS: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  [
    /^No (\w)(.*?) (\w+s) /,
    (_, first = '', noun = '', verb = '') => `A${/[aeiou]/.test(first) ? 'n' : ''} ${first}${noun} now ${verb} `,
  ],
  [/ has stopped logging$/, ' logs again'],
  [/ records only (\w+)/, ' records more than $1'],
  [/ was removed$/, ' is back'],
  [/ was switched off$/, ' is on again'],
  [/ was changed outside a deployment$/, ' is as it was deployed again'],
  [/ was purged outside a deployment$| was purged$/, ' works again'],
  [/ (is|are) never /, ' $1 now '],
  [/ is gone$/, ' is back'],
  [/ is disabled/, ' is now enabled'],
  [/ is off/, ' is now on'],
  [/ (encrypts) /, ' no longer $1 '],
  [/ no longer (.*)$/, ' $1 again'],
  [/ does not (\w+)/, (_, verb = '') => ` now ${thirdPerson(verb)}`],
  [/ cannot (.*)$/, ' can $1 again'],
  [/ need not /, ' now have to '],
  [/ (has|names) no (\w)/, (_, verb = '', first = '') => ` now ${verb} ${/[aeio]/.test(first) ? 'an' : 'a'} ${first}`],
  [/ is not /, ' is now '],
  [/ was deleted.*$/, ' exists again'],
  [/ will /, ' will no longer '],
  [/ can /, ' can no longer '],
  [/ (is|are) /, ' $1 no longer '],
  [
    / (accepts|allows|comes|encrypts|excludes|gives|goes|has|holds|leads|lets|let|pulls|records|runs) /,
    ' no longer $1 ',
  ],
];

/** `undefined` where the sentence has no verb that is known here: then its message needs its own. */
export function endingOf(text: string): string | undefined {
  const clause = text.replace(/\.$/, '').replace(REST, '');
  for (const [pattern, turn] of TURNS) {
    if (!pattern.test(clause)) continue;
    return `${typeof turn === 'string' ? clause.replace(pattern, turn) : clause.replace(pattern, turn)}.`;
  }
  return undefined;
}

/** `deny` → `denies`, `record` → `records`. */
function thirdPerson(verb: string): string {
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}
