/**
 * How often a message of each queue is tried until it is put aside (`maxReceiveCount`). What tells people waits 30
 * seconds after the first failure, twice as long after each, and at most 15 minutes: with twelve tries nearly two hours.
 */
export const TRIES = { changes: 5, deliveries: 12, slack: 12, sweeps: 5, remediations: 5 } as const;
