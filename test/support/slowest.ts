import type { TestModule } from 'vitest/node';

const SHOWN = 10;

/** Prints the files that took longest, each with its seconds; hooks and waits are among them. */
export function printSlowest(modules: readonly TestModule[]): void {
  process.stdout.write(slowestOf(modules.map(timeOf)));
}

interface Timed {
  readonly file: string;
  /** Milliseconds. */
  readonly took: number;
}

function timeOf(module: TestModule): Timed {
  const { collectDuration, duration } = module.diagnostic();
  return { file: module.relativeModuleId, took: collectDuration + duration };
}

function slowestOf(files: readonly Timed[]): string {
  const sorted = files.toSorted((a, b) => b.took - a.took).slice(0, SHOWN);
  const rows = sorted.map(({ file, took }) => `${(took / 1000).toFixed(1).padStart(7)} s  ${file}`);
  return `\n The slowest files\n${rows.join('\n')}\n\n`;
}
