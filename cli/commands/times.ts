import { UsageError } from '../errors.ts';

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A length of time: `60s`, `5m`, `24h`, `7d`. Milliseconds. */
export function parseDuration(text: string, option: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(s|m|min|h|d|w)$/.exec(text.trim()) ?? [];
  const size = UNITS[unit ?? ''];
  if (number === undefined || size === undefined)
    throw new UsageError(`${option} ${text}: write a length of time such as 60s, 5m, 24h or 7d`);
  return Number(number) * size;
}

/** A time: a date, a date and time (UTC unless it says otherwise), or a length of time ago. Milliseconds since 1970. */
export function parseTime(text: string, option: string, now: number): number {
  if (/^\d+(\.\d+)?[a-z]+$/.test(text)) return now - parseDuration(text, option);
  if (/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text)) {
    const iso = text.replace(' ', 'T');
    const time = Date.parse(/T/.test(iso) && !/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? `${iso}Z` : iso);
    // A 30 February would silently be the 2 March.
    const day = text.slice(0, 10);
    if (!Number.isNaN(time) && new Date(day).toISOString().startsWith(day)) return time;
  }
  throw new UsageError(
    `${option} ${text}: write a date (2026-03-01), a time (2026-03-01T12:00:00Z), or how long ago (24h, 7d)`,
  );
}
