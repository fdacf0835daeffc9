import { causeOfViolation, sameCause } from '../../shared/core/cause.ts';
import type { Cause, Finding } from '../../shared/core/finding.ts';

/** A cause, and the sentences of the violations that it brought. */
export interface Opener {
  readonly cause: Cause;
  readonly texts: readonly string[];
}

/**
 * Who brought the violations of a finding, and which each of them; the earliest first. What brought the finding itself is
 * among them, also where its own violation has ended meanwhile.
 */
export function openersOf(finding: Finding): readonly Opener[] {
  const openers = [{ cause: finding.cause, texts: [] as string[] }];
  for (const { path, text } of finding.violations) {
    const cause = causeOfViolation(finding, path);
    const known = openers.find((opener) => sameCause(opener.cause, cause));
    if (known) known.texts.push(text);
    else openers.push({ cause, texts: [text] });
  }
  return openers.sort((a, b) => a.cause.occurredAt - b.cause.occurredAt);
}
