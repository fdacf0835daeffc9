import type { Candidate } from './candidate.ts';

/** A line of what is needed to sort, and how long the record is that follows: its text stays as it is. */
export function packed({ text, ...key }: Candidate): string {
  return `${text.length} ${JSON.stringify(key)}\n${text}`;
}

/** The candidate that begins at `from`, where all of it has been read. */
export function unpacked(
  read: string,
  from: number,
): { readonly candidate: Candidate; readonly end: number } | undefined {
  const line = read.indexOf('\n', from);
  if (line < 0) return undefined;
  const space = read.indexOf(' ', from);
  const end = line + 1 + Number(read.slice(from, space));
  if (end > read.length) return undefined;
  const key = JSON.parse(read.slice(space + 1, line)) as Omit<Candidate, 'text'>;
  return { candidate: { ...key, text: read.slice(line + 1, end) }, end };
}

/** All candidates of a text that holds them one behind the other. */
export function unpackedAll(text: string): Candidate[] {
  const all: Candidate[] = [];
  for (let next = unpacked(text, 0); next; next = unpacked(text, next.end)) all.push(next.candidate);
  return all;
}
