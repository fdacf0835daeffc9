import { busy, median, type Round, total } from './rounds.ts';

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const medianAndBest = (all: readonly number[]): string => `${ms(median(all))} (best ${ms(Math.min(...all))})`;
export const ownOf = ({ spent }: Round): number => total(Object.values(spent));
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The time of the functions in which none of their calls was running. Milliseconds. */
export function oursOf(rounds: readonly Round[]): number {
  const waited = ({ calls }: Round) => total([...Map.groupBy(calls, ({ caller }) => caller).values()].map(busy));
  return median(rounds.map((round) => ownOf(round) - waited(round)));
}
