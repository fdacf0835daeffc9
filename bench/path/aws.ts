import { setTimeout as sleep } from 'node:timers/promises';
import type { Item } from '../../test/support/standin/expressions.ts';
import { type Asked, type Standin, startStandin } from '../../test/support/standin/server.ts';
import { unitsOf } from './units.ts';

/** One invocation of a function, and what has started it. */
export interface Started {
  readonly at: number;
  readonly by: 'stream' | 'queue';
}

/** One call of a function. Times are milliseconds of `performance.now()`. */
export interface Call extends Asked {
  readonly start: number;
  /** When it took effect. */
  readonly end: number;
  /** Left out for what does not run as a function. */
  readonly invocation?: Started;
}

/** AWS in this process, with a delay in front of every call. Its table does not grow slower. */
export interface SimulatedAws extends Pick<Standin, 'url' | 'call' | 'stop'> {
  /** Milliseconds before a call takes effect. */
  delay: number;
  readonly calls: Call[];
  /** The invocation of each process that has one, by its access key. */
  readonly running: Map<string, Started>;
  /** The write units of each table, by its name. */
  readonly units: Map<string, number>;
  /** By item, for the table that `units` has. */
  readonly unitsByItem: Map<string, number>;
  /** Called after each call. */
  readonly answered: Set<(call: Call) => void>;
}

export async function simulateAws(): Promise<SimulatedAws> {
  const [units, unitsByItem] = [new Map<string, number>(), new Map<string, number>()];
  const standin = await startStandin({
    async asked(request) {
      const start = performance.now();
      const { key, service, operation } = request;
      if (aws.delay > 0) await sleep(aws.delay);
      return () => {
        const invocation = aws.running.get(key);
        const call: Call = {
          key,
          service,
          operation,
          start,
          end: performance.now(),
          ...(invocation ? { invocation } : {}),
        };
        aws.calls.push(call);
        for (const told of aws.answered) told(call);
      };
    },
    onWrite(written) {
      const taken = unitsOf(written);
      add(units, written.table.name, taken);
      add(unitsByItem, `${written.table.name} ${nameOf(written.after ?? written.before ?? {})}`, taken);
    },
  });
  const aws: SimulatedAws = {
    url: standin.url,
    call: standin.call,
    stop: standin.stop,
    delay: 0,
    calls: [],
    running: new Map(),
    units,
    unitsByItem,
    answered: new Set(),
  };
  return aws;
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

/** What an item is, by its sort key. */
function nameOf({ sk }: Item): string {
  const name = (sk as { readonly S?: string } | undefined)?.S ?? 'pause';
  return name.replace(/^a#(\w+).*/, '$1');
}
