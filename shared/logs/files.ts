import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export interface LogFile {
  readonly path: string;
  readonly bytes: number;
}

export interface Found {
  readonly files: readonly LogFile[];
  /** Files in folders that are no logs by their name, and CloudTrail's digests. */
  readonly ignored: number;
}

const LOG_NAME = /\.(json|jsonl|ndjson|log|txt)(\.gz)?$|\.gz$/i;
/** Digests hold hashes of log files, no records; trails deliver them beside the logs. */
const DIGEST = /(^|[\\/])CloudTrail-Digest[\\/]|_CloudTrail-Digest_/;

/** The log files at `paths`: files as named, folders with everything below that looks like a log. Sorted. */
export async function findLogs(paths: readonly string[]): Promise<Found> {
  const files = new Map<string, LogFile>();
  // Named twice, however spelled, a file is read once.
  const add = (path: string, bytes: number) => {
    if (!files.has(resolve(path))) files.set(resolve(path), { path, bytes });
  };
  let ignored = 0;
  for (const path of paths) {
    const info = await stat(path);
    if (!info.isDirectory()) {
      add(path, info.size);
      continue;
    }
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() && !entry.isSymbolicLink()) continue;
      const found = join(entry.parentPath, entry.name);
      if (entry.name.startsWith('.')) continue;
      if (LOG_NAME.test(entry.name) && !DIGEST.test(found)) add(found, await sizeOf(found));
      else ignored += 1;
    }
  }
  return { files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), ignored };
}

/** A link to nowhere is found out when it is read. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
