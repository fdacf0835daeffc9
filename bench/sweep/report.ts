import type { Result } from './simulation.ts';

const minutes = (milliseconds: number) => (milliseconds / 60_000).toFixed(1);
const percent = (part: number) => `${(100 * part).toFixed(0)} %`;

/** What each sweep has recorded. */
export function recordTable({ records, took }: Result): string {
  return [
    '| kind | listed | judged | unreadable | failed | minutes |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...records
      .toSorted((a, b) => (a.kind < b.kind ? -1 : 1))
      .map(
        ({ kind, listed, judged, unreadable, failed, began, ended }) =>
          `| ${[kind, listed, judged, unreadable, failed, minutes(ended - began)].join(' | ')} |`,
      ),
    `\nIt took ${(took / 3_600_000).toFixed(2)} hours.\n`,
  ].join('\n');
}

/** The calls of AWS, and how near they came to the quotas. */
export function usageTable({ usage }: Result): string {
  return [
    '| call | calls | throttled | most of its quota in 10 s |',
    '| --- | ---: | ---: | ---: |',
    ...[...usage]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { calls, throttled, busiest }]) => `| ${[name, calls, throttled, percent(busiest)].join(' | ')} |`),
    '',
  ].join('\n');
}

export function eventRow({ events }: Result): string {
  const sorted = events.toSorted((a, b) => a - b);
  const at = (part: number) => ((sorted[Math.floor(part * (sorted.length - 1))] ?? 0) / 1000).toFixed(2);
  return `${events.length} changes meanwhile: judged after ${at(0.5)} s (median), ${at(1)} s (most).\n`;
}

/** US dollars, from the pages that docs/cost.md links. */
const PRICES = {
  gigabyteSecond: 0.0000133334,
  invocation: 0.2 / 1e6,
  read: 0.125 / 1e6,
  written: 0.625 / 1e6,
  s3: 0.4 / 1e6,
  trail: 2 / 1e5,
  guardDuty: 4 / 1e6,
};

/** What one sweep costs, and what its calls cost where they are recorded again. */
export function costLine({ usage, functionSeconds, invocations, table }: Result): string {
  const calls = [...usage.values()].reduce((sum, used) => sum + used.calls, 0);
  const s3 = [...usage].reduce((sum, [name, used]) => sum + (name.startsWith('S3 ') ? used.calls : 0), 0);
  const costs: readonly (readonly [what: string, amount: number, dollars: number])[] = [
    ['API calls, of which to S3 at a price', s3, s3 * PRICES.s3],
    [
      'seconds of functions of 512 MB',
      functionSeconds,
      (functionSeconds / 2) * PRICES.gigabyteSecond + invocations * PRICES.invocation,
    ],
    ['read units of the table', table.reads, table.reads * PRICES.read],
    ['write units of the table', table.writtenUnits, table.writtenUnits * PRICES.written],
    ['read events in a second trail', calls, calls * PRICES.trail],
    ['events in GuardDuty', calls, calls * PRICES.guardDuty],
  ];
  return [
    `One sweep makes ${calls} API calls.\n`,
    '| one sweep | number | dollars |',
    '| --- | ---: | ---: |',
    ...costs.map(([what, amount, dollars]) => `| ${what} | ${Math.round(amount)} | ${dollars.toFixed(4)} |`),
    '',
  ].join('\n');
}
