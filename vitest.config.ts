import { defineConfig } from 'vitest/config';

const JOURNEY_MS = 180_000;
/** Makes room for the demo data that files of a project share. */
const DEMO = ['test/support/demo-templates.ts'];

/** Notes what the tests ask the database, for `npm run shapes`. */
const SHAPES = process.env['QUERY_SHAPES'] === undefined ? [] : ['test/shapes/record-shapes.ts'];

/** One project for each kind of test. All use real parts. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['test/support/current-engine.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Pure rules for the most part: loading the house once for all files takes half the time.
          isolate: false,
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'test/support/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'acceptance',
          setupFiles: SHAPES,
          // Each file opens a product of its own; the code behind it is loaded once.
          isolate: false,
          include: ['test/acceptance/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'matrix',
          isolate: false,
          include: ['test/matrix/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'embedded-mongo',
          // Engines live in threads and processes of their own.
          isolate: false,
          include: ['packages/embedded-mongo/{src,test}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // They kill processes and race clients.
        extends: true,
        test: {
          name: 'promises',
          isolate: false,
          include: ['test/promises/*.test.ts'],
          globalSetup: DEMO,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // They compare times; a neighbour on the same cores would only blur what they see.
        extends: true,
        test: {
          name: 'promises-timed',
          isolate: false,
          include: ['test/promises/timed/*.test.ts'],
          globalSetup: DEMO,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          isolate: false,
          include: ['test/journeys/**/*.test.ts'],
          globalSetup: DEMO,
          testTimeout: JOURNEY_MS,
          hookTimeout: JOURNEY_MS,
          // A browser waits more than it works.
          maxWorkers: 3,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
