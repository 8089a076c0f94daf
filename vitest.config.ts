import { defineConfig } from 'vitest/config';

/** Where the continuous integration wants the results as JSON, besides what people read. */
const results = process.env['TEST_RESULTS'];

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: results === undefined ? ['default'] : ['default', ['json', { outputFile: results }]],
  },
});
