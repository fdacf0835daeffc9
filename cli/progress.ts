import { count } from './output/text.ts';

export interface Progress {
  read(bytes: number): void;
  done(): void;
}

const REDRAW = 100;

/** One line with the progress of reading on a terminal; nothing in a pipe. */
export function showProgress(files: number, total: number, stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY || process.env['CI']) return { read: () => undefined, done: () => undefined };
  let [readFiles, readBytes, drawn] = [0, 0, 0];
  return {
    read(bytes) {
      readFiles += 1;
      readBytes += bytes;
      const now = Date.now();
      if (now - drawn < REDRAW && readFiles < files) return;
      drawn = now;
      const share = total === 0 ? 100 : Math.floor((readBytes / total) * 100);
      stream.write(`\r\u001b[KReading ${readFiles} of ${count(files, 'file')}, ${share} %`);
    },
    done: () => void stream.write('\r\u001b[K'),
  };
}
