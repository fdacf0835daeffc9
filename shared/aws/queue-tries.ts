/**
 * How often a message of each queue is received before it goes to the dead-letter queue (`maxReceiveCount`). With the
 * pauses of `retryDelay`, the twelve attempts of a delivery take nearly two hours.
 */
export const TRIES = { changes: 5, deliveries: 12, slack: 12, sweeps: 5, remediations: 5 } as const;
