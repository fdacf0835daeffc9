/**
 * `*` and `?` with their meaning in actions and resources.
 * "IAM JSON policy elements: Resource" and "… Action" (IAM User Guide).
 */

/**
 * Whether `outer` matches every text that `inner` matches. A wildcard of `inner` is treated as a letter that only a
 * wildcard of `outer` matches. So `true` is always right. `false` is wrong for a few rare pairs.
 */
export function globCovers(outer: string, inner: string): boolean {
  let i = 0;
  let j = 0;
  let star = -1;
  let taken = 0;
  while (j < inner.length) {
    const wanted = outer[i];
    const given = inner[j];
    if (wanted === '*') {
      star = i;
      taken = j;
      i += 1;
    } else if (wanted === '?' ? given !== '*' : wanted === given) {
      i += 1;
      j += 1;
    } else if (star !== -1) {
      taken += 1;
      i = star + 1;
      j = taken;
    } else return false;
  }
  while (outer[i] === '*') i += 1;
  return i === outer.length;
}

/** Longer patterns are not compared. They count as matching. */
const LONGEST = 1024;

/** Whether one of these patterns matches every text that `inner` matches. */
export function anyCovers(patterns: readonly string[], inner: string): boolean {
  return patterns.some((pattern) => globCovers(pattern, inner));
}

/** Whether a text exists that matches both patterns. `false` is always right. */
export function globsMeet(a: string, b: string): boolean {
  if (a.length > LONGEST || b.length > LONGEST) return true;
  let row = Array.from({ length: b.length + 1 }, () => false);
  for (let i = a.length; i >= 0; i -= 1) {
    const next = row;
    row = Array.from({ length: b.length + 1 }, () => false);
    for (let j = b.length; j >= 0; j -= 1) {
      if (i === a.length && j === b.length) row[j] = true;
      else if (i < a.length && a[i] === '*') row[j] = next[j] === true || (j < b.length && row[j + 1] === true);
      else if (j < b.length && b[j] === '*') row[j] = row[j + 1] === true || (i < a.length && next[j] === true);
      else if (i < a.length && j < b.length && (a[i] === b[j] || a[i] === '?' || b[j] === '?')) {
        row[j] = next[j + 1] === true;
      }
    }
  }
  return row[0] === true;
}

/** Whether a value can match more than one text, because it has a wildcard or a policy variable. */
export const isOpenText = (text: string): boolean => /[*?]|\$\{/.test(text);
