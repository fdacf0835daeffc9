/**
 * How many times as quickly time passes for a function that is played quickly, where it waits for an answer or between
 * two attempts. More would take a stand-in that is busy for one that does not answer.
 */
export const PACE = 4;
