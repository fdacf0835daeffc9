import { describeActor } from '../../shared/core/actor.ts';
import { causeOfViolation, sameCause } from '../../shared/core/cause.ts';
import type { Cause, Finding } from '../../shared/core/finding.ts';
import { isoTime } from '../../shared/core/text.ts';

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

const MOST_EARLIER = 3;

/** `opened 2 times, earlier by jane with RunInstances at …`; nothing for a finding that was opened once. */
export function earlierOpenings({ episodes }: Finding): string | undefined {
  if (episodes.length < 2) return undefined;
  const earlier = episodes
    .slice(0, -1)
    .map(({ from }) => `${describeActor(from.actor)} with ${from.eventName} at ${isoTime(from.occurredAt)}`);
  const more = earlier.length - MOST_EARLIER;
  const named = [...earlier.slice(-MOST_EARLIER), ...(more > 0 ? [`${more} more`] : [])];
  return `opened ${episodes.length} times, earlier by ${named.join(' and ')}`;
}
