const SLASHES = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),?\s+(\d{1,2}):(\d\d):(\d\d)(\.\d+)?\s*([AP]M)?$/i;

/**
 * A time as products write it, as ISO 8601 in UTC. The text itself if it is not clear, and the record is then reported.
 * Sentinel's portal writes dates in the order of the reader's country: `03/04/2025` can be two days.
 */
export function isoOf(time: unknown): string {
  const text = String(time).trim();
  const parts = SLASHES.exec(text);
  if (!parts) return text;
  const [, first = '', second = '', year = '', hour = '', minute = '', seconds = '', fraction = '', half] = parts;
  const isDayFirst = Number(first) > 12;
  if (!isDayFirst && Number(second) <= 12 && first !== second) return text;
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  const hours = half ? (Number(hour) % 12) + (/pm/i.test(half) ? 12 : 0) : Number(hour);
  const two = (number: string | number) => String(number).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${seconds}${fraction}Z`;
}
