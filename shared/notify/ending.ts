import { SETTINGS_CHANGED } from '../core/cause.ts';
import type { FindingEvent } from '../core/finding.ts';
import type { RenderedViolation } from '../core/message.ts';
import { isOfGone } from '../core/remediation-events.ts';

/** Whether the settings ended the finding: the resource may still be as it was. */
export function isOfSettings({ type, cause }: FindingEvent): boolean {
  return type === 'resolved' && cause.eventName === SETTINGS_CHANGED;
}

/** Whether it has become known who caused what is resolved already. */
export function isExplainedLate({ type, finding }: FindingEvent): boolean {
  return type === 'changed' && finding.status === 'resolved';
}

/** Whether the event says that its violations exist no longer. */
export function isEnding(event: FindingEvent): boolean {
  if (isExplainedLate(event)) return true;
  return event.type === 'remediated' || (event.type === 'resolved' && !isOfSettings(event));
}

/** The sentence about a violation; of one that has ended, the sentence about its end. */
export function sentenceOf({ text, resolvedText }: RenderedViolation, event: FindingEvent): string {
  if (!isEnding(event)) return text;
  if (isOfGone(event)) return `The resource is gone, and with it this: ${text}`;
  return resolvedText ?? `This is no longer so: ${text}`;
}
