import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** A folder for what several test files use and none changes. */
export default function madeOnce(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-made-once-'));
  project.provide('madeOnce', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder that `madeOnce` makes its folders in. */
    madeOnce: string;
  }
}
