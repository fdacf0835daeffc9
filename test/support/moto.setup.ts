import type { TestProject } from 'vitest/node';
import { HOW_TO_GET_MOTO, startMoto } from './moto.ts';

/** One server for all tests of readers and effects: each makes resources of its own. */
export default async function moto(project: TestProject): Promise<() => Promise<void>> {
  const server = await startMoto();
  if (!server) process.stderr.write(`\n${HOW_TO_GET_MOTO}. The other tests run without.\n\n`);
  project.provide('moto', server?.url ?? '');
  return async () => server?.stop();
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of the server; empty where there is none. */
    moto: string;
  }
}
