import { vi } from 'vitest';
import { counters } from '../../shared/aws/telemetry.ts';

/** One metric as CloudWatch reads it from the log. */
export interface Counted {
  readonly name: string;
  readonly namespace: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly dimensions: Readonly<Record<string, string>>;
}

interface Embedded {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

/** What the log says in CloudWatch's embedded metric format while `work` is done. */
export async function countedDuring(work: () => Promise<void>): Promise<readonly Counted[]> {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    await work();
    for (const counter of counters) counter.publishStoredMetrics();
  } finally {
    spy.mockRestore();
  }
  return written
    .join('')
    .split('\n')
    .filter((line) => line.includes('"CloudWatchMetrics"'))
    .flatMap((line) => metricsIn(JSON.parse(line) as Embedded));
}

function metricsIn(line: Embedded): readonly Counted[] {
  return line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.map(({ Name, Unit }) => ({
      name: Name,
      namespace: Namespace,
      unit: Unit,
      values: [line[Name]].flat().map(Number),
      dimensions: Object.fromEntries((Dimensions[0] ?? []).map((each) => [each, String(line[each])])),
    })),
  );
}
