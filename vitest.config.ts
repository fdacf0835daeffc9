import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { printSlowest } from './test/support/slowest.ts';

/** The folders whose files take longest: they deploy, package, or start tools. */
const LONG = ['/test/e2e/', '/test/deploy/', '/test/checks/', '/test/scripts/'];

/** What takes longest begins first, so that nothing long is left to one worker at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => LONG.findIndex((folder) => moduleId.includes(folder));
    const sorted = await super.sort(files);
    const long = sorted.filter((file) => rank(file) >= 0).toSorted((a, b) => rank(a) - rank(b));
    return [...long, ...sorted.filter((file) => rank(file) < 0)];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts', 'test/support/moto.setup.ts', 'test/support/made-once.setup.ts'],
    reporters: ['default', { onTestRunEnd: printSlowest }],
    testTimeout: 30_000,
    // Tests share no state, so that the modules need to be loaded only once.
    isolate: false,
    // On two cores too; tests against the stand-in wait for it half of their time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
  },
});
