import type { ShownIds } from '../../shared/core/controls.ts';
import type { Finding, FindingEventDraft } from '../../shared/core/finding.ts';
import type { NoticeEvent } from '../../shared/core/notice.ts';
import { findingEventLine } from './machine.ts';
import { noticeLine } from './notices.ts';

/** Prints finding events, each as a line. */
export interface EventLines {
  /** Takes an event when it happens. */
  take(event: FindingEventDraft): void;
  /** Takes a notice when it is reported. Filters have decided on it already. */
  takeNotice(event: NoticeEvent): void;
  /** Called at the end with the findings that are shown. */
  show(findings: readonly Finding[]): void;
}

/**
 * Without filters, each line is printed at once. A filter is about what a finding is in the end, so lines wait for it.
 */
export function createEventLines(
  isFiltering: boolean,
  shown: ShownIds,
  output: Pick<NodeJS.WriteStream, 'write'>,
): EventLines {
  const waiting: { readonly finding: string; readonly line: string }[] = [];
  return {
    take(event) {
      const line = findingEventLine(event, shown);
      if (isFiltering) waiting.push({ finding: event.finding.id, line });
      else output.write(line);
    },
    takeNotice(event) {
      output.write(noticeLine(event, shown));
    },
    show(findings) {
      const listed = new Set(findings.map(({ id }) => id));
      for (const { finding, line } of waiting) if (listed.has(finding)) output.write(line);
    },
  };
}
