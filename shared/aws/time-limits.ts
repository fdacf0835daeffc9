/*
 * How long calls to AWS may take. All times are in milliseconds. The functions' own timeouts are in serverless.yml;
 * a test compares the two.
 */

/** The longest time to connect. */
export const CONNECTION_TIMEOUT = 1_000;

/** The longest time of one attempt, from the connection to the last byte of the answer. */
export const ATTEMPT_TIMEOUT = 5_000;

/** The SDK repeats a call that was throttled or not answered. */
export const ATTEMPTS = 3;

/** The SDK pauses 50 ms at most after the first attempt without an answer, and 100 ms after the second. */
const PAUSES = 150;

/**
 * After this time a call that is never answered has failed.
 * @internal Tests compare it with the timeouts of the functions.
 */
export const LONGEST_CALL = ATTEMPTS * ATTEMPT_TIMEOUT + PAUSES;

/** A function with less time left begins nothing new: one call may meet its limit, and the rest takes 5 s at most. */
export const RESERVE = 20_000;

/** A sweep with less time left sends the rest as a message: the calls of a resource may have to wait for their turn. */
export const SWEEP_RESERVE = 120_000;
