import type { Settings } from '../../shared/config/settings.ts';
import { wantedBy } from '../../shared/logs/candidate.ts';
import { type Collector, collectFiles, collectStream } from '../../shared/logs/collect.ts';
import { type FoundLogs, findLogs, LOG_ENDINGS } from '../../shared/logs/files.ts';
import { marksOf } from '../../shared/replay/notices.ts';
import { eventsOf } from '../../shared/replay/rules-by-event.ts';
import { UsageError } from '../errors.ts';
import { showProgress } from '../progress.ts';

export const STANDARD_INPUT = 'standard input';

export interface Sources extends FoundLogs {
  readonly stdin: boolean;
}

/** The files that the user named; standard input where nothing is named and input is piped. */
export async function findSources(paths: readonly string[]): Promise<Sources> {
  const stdin = paths.includes('-') || (paths.length === 0 && !process.stdin.isTTY);
  if (!stdin && paths.length === 0)
    throw new UsageError('name log files or folders, or pipe a log in; plumbline replay --help has examples');
  const named = paths.filter((path) => path !== '-');
  try {
    const found = await findLogs(named);
    if (!stdin && found.files.length === 0)
      throw new UsageError(`there are no log files in ${named.join(', ')} (${LOG_ENDINGS})`);
    return { ...found, stdin };
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`there is no file or folder ${path}`);
    if (code === 'EACCES') throw new UsageError(`${path} cannot be read: permission denied`);
    throw error;
  }
}

/** Reads all sources, with progress on a terminal. */
export async function collect(
  { files, stdin }: Sources,
  settings: Settings,
  workers: number,
  collector: Collector,
): Promise<void> {
  const events = eventsOf(settings);
  const marks = marksOf(settings);
  const progress = showProgress(
    files.length,
    files.reduce((sum, { bytes }) => sum + bytes, 0),
    process.stderr,
  );
  if (stdin) await collectStream(STANDARD_INPUT, process.stdin, wantedBy(events, marks), collector);
  await collectFiles(files, {
    events,
    marks,
    workers,
    candidate: collector.candidate,
    done(collected) {
      collector.done(collected);
      progress.read(collected.bytes);
    },
  });
  progress.done();
}
