import { MORE } from './finding.ts';
import type { RenderedViolation } from './message.ts';
import { compareSeverity } from './severity.ts';

/** The most violations that are stored, delivered and compared. Nobody reads more. */
const MOST_VIOLATIONS = 50;
/** Characters of one text. */
export const LONGEST = 1_000;

/**
 * The most severe violations, and one entry for the number of the others; long texts are cut. The result depends only
 * on the violations, and bounding it again changes nothing, so that a judgement can be compared with what is stored.
 */
export function bounded(violations: readonly RenderedViolation[]): readonly RenderedViolation[] {
  const short = violations.map(shortened);
  if (short.length <= MOST_VIOLATIONS) return short;
  if (short.length === MOST_VIOLATIONS + 1 && short.at(-1)?.message === MORE) return short;
  const gravest = short.toSorted((a, b) => compareSeverity(b.severity, a.severity));
  const others = gravest.splice(MOST_VIOLATIONS);
  const [first] = others;
  if (!first) return gravest;
  const text = `There are ${others.length} more violations.`;
  const controls = [...new Set(others.flatMap((each) => each.controls))];
  return [...gravest, { path: MORE, message: MORE, text, severity: first.severity, controls }];
}

function shortened(violation: RenderedViolation): RenderedViolation {
  const { text, resolvedText = '' } = violation;
  if (text.length <= LONGEST && resolvedText.length <= LONGEST) return violation;
  return { ...violation, text: cutText(text), ...(resolvedText ? { resolvedText: cutText(resolvedText) } : {}) };
}

/** ASCII only: one letter beyond Latin-1 doubles the memory of a source file in Node. */
const CUT = '...';

/** The text with its mark fits the limit, so that it is never cut again. */
export function cutText(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - CUT.length)}${CUT}` : text;
}
