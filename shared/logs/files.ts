import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export interface LogFile {
  readonly path: string;
  readonly bytes: number;
}

export interface FoundLogs {
  readonly files: readonly LogFile[];
  /** Number of files in the folders whose names are not those of logs, and of CloudTrail's digest files. */
  readonly ignored: number;
}

/** The endings of the files that are read in folders, for messages. */
export const LOG_ENDINGS = '.json, .jsonl, .ndjson, .log, .txt, .csv, .tsv, also packed: .gz, .bz2, .zst, .zip';
/** Parquet files and others are not read, but named: they may be the logs that the folder is about. */
const LOG_NAME = /\.(jsonl?|ndjson|log|txt|csv|tsv|gz|bz2|zstd?|zip|parquet|avro|orc|xlsx)$/i;
/** Firehose ends the names of its files with the time and an id. */
const FIREHOSE = /-\d{4}(-\d\d){5}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Trails deliver digest files beside the logs. A digest contains hashes of log files and no records. */
const DIGEST = /(^|[\\/])CloudTrail-Digest[\\/]|_CloudTrail-Digest_/;

/** The named files, and the files below the named folders that have the name of a log. Sorted by path. */
export async function findLogs(paths: readonly string[]): Promise<FoundLogs> {
  const files = new Map<string, LogFile>();
  // A file that is named twice, even with different paths, is read once.
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
      if ((LOG_NAME.test(entry.name) || FIREHOSE.test(entry.name)) && !DIGEST.test(found))
        add(found, await sizeOf(found));
      else ignored += 1;
    }
  }
  return { files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), ignored };
}

/** 0 for a broken link: reading it reports the error. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
