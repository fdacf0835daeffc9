import type { RenderedViolation } from './rule.ts';
import { compareSeverity } from './severity.ts';

/** More are not read by anybody, and have to be stored, told and compared. */
const MOST_VIOLATIONS = 50;
/** Characters of one text. */
export const LONGEST = 1_000;
const MORE = 'more';

/**
 * The gravest, and one that stands for the others; texts no longer than a person reads. The same violations give
 * the same, and what is bounded stays as it is: what is judged can be compared with what was stored.
 */
export function bounded(violations: readonly RenderedViolation[]): readonly RenderedViolation[] {
  const short = violations.map((each) => (each.text.length > LONGEST ? { ...each, text: cutText(each.text) } : each));
  if (short.length <= MOST_VIOLATIONS) return short;
  if (short.length === MOST_VIOLATIONS + 1 && short.at(-1)?.message === MORE) return short;
  const gravest = short.toSorted((a, b) => compareSeverity(b.severity, a.severity));
  const others = gravest.splice(MOST_VIOLATIONS);
  const [first] = others;
  if (!first) return gravest;
  const text = `There are ${others.length} more violations.`;
  const controls = [...new Set(others.flatMap((each) => each.controls))];
  return [...gravest, { ...first, path: MORE, message: MORE, text, controls }];
}

/** Whether one of these violations (`at`) stands for others, which cannot be told apart. */
export function isCut(violations: readonly string[]): boolean {
  return violations.includes(MORE);
}

/** Plain: one letter beyond Latin-1 doubles what Node reads of a file. */
const CUT = '...';

/** With its mark no longer than what is allowed, so that it is cut once. */
export function cutText(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - CUT.length)}${CUT}` : text;
}
