import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts', 'test/support/moto.setup.ts'],
    testTimeout: 30_000,
    // Tests share no state, so that the modules need to be loaded only once.
    isolate: false,
  },
});
