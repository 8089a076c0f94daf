import { defineConfig } from 'vitest/config';

/** Where the continuous integration wants the results as JSON, besides what people read. */
const results = process.env['TEST_RESULTS'];

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    // Only against tests that hang: on a busy machine a whole run of the program takes its time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: results === undefined ? ['default'] : ['default', ['json', { outputFile: results }]],
  },
});
