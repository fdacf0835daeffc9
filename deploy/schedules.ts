import type { Params } from './params.ts';

/** What starts `sweep` by the clock, by logical id. */
export const SCHEDULES = {
  SweepSchedule: { name: 'sweep', input: { sweep: 'all' }, rate: ({ sweepRate }: Params) => sweepRate },
  HeartbeatSchedule: { name: 'heartbeat', input: { heartbeat: true }, rate: () => 'rate(1 day)' },
} as const;
