/** Milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

/** The day of a time, in UTC: `2026-03-02`. */
export function dayOf(time: Date | number): string {
  return new Date(time).toISOString().slice(0, 10);
}
