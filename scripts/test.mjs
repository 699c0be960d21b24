import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './build-stamp.mjs';
import { findTools } from './find-tools.mjs';
import { buildIfStale, checkMachine } from './ready-to-run.mjs';

/*
 * npm test: builds, then runs every test that this machine can run. What is left out because a program is missing is
 * said in the last lines; with CI=true that is a failure. Arguments go to vitest: npm test -- --project unit
 */
checkMachine();
buildIfStale();

const tools = findTools();
const left = [];
const projects = [
  'unit',
  'architecture',
  'acceptance',
  'matrix',
  'embedded-mongo',
  'promises',
  'promises-timed',
  'journeys',
];
if (tools.redisServer === undefined) left.push('redis-server is missing: tests with a real Redis were skipped.');
if (tools.chromium === undefined) {
  left.push('chromium is missing: the journeys in a real browser were skipped (CHROMIUM_PATH can name one).');
  projects.pop();
}

const reports = mkdtempSync(path.join(os.tmpdir(), 'test-report-'));
const report = path.join(reports, 'report.json');
const passedOn = process.argv.slice(2);
const chosen = passedOn.some((argument) => argument.startsWith('--project'))
  ? []
  : projects.map((name) => `--project=${name}`);
const { status } = spawnSync(
  process.execPath,
  [
    path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...chosen,
    ...passedOn,
  ],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'test', ...(tools.chromium !== undefined && { CHROMIUM_PATH: tools.chromium }) },
  },
);

const { passed, failed, skipped } = countResults();
rmSync(reports, { recursive: true, force: true });
const missing = process.env.CI === 'true' ? left.length : 0;

console.log('');
if (skipped > 0) console.log(`${skipped} skipped`);
for (const line of left) console.log(missing > 0 ? `FAILED with CI=true: ${line}` : line);
console.log(`${passed} passed, ${failed + missing} failed`);
process.exitCode = status === 0 && failed + missing === 0 ? 0 : 1;

/** Numbers of the report. A file that did not even load, or an error outside every test, counts as one failure. */
function countResults() {
  let results;
  try {
    results = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const unloaded = results.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const failures = results.numFailedTests + unloaded.length;
  return {
    passed: results.numPassedTests,
    failed: failures === 0 && status !== 0 ? 1 : failures,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}
