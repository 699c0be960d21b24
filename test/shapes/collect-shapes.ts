import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generalShapes } from './general-shapes.js';
import type { RawShape } from './shape-of-command.js';

/*
 * npm run shapes: runs the acceptance tests, notes what they ask the database, and writes the list that the engine's
 * contract tests go through. Arguments name folders or files of tests; --merge <files> takes notes made before.
 */
const LIST = 'packages/embedded-mongo/test/contract/product-shapes.json';

const given = process.argv.slice(2);
const files = given[0] === '--merge' ? given.slice(1) : noted(given.length === 0 ? ['test/acceptance'] : given);
const lines = new Set(files.flatMap((file) => readFileSync(file, 'utf8').split('\n')).filter((line) => line !== ''));
const shapes = generalShapes([...lines].sort().map((line) => JSON.parse(line) as RawShape));
// One shape a line, so that a change of the list can be read.
writeFileSync(LIST, `[\n${shapes.map((shape) => JSON.stringify(shape)).join(',\n')}\n]\n`);
process.stdout.write(`${LIST}: ${shapes.length} shapes of ${lines.size} noted\n`);

/** Runs tests, one process of them at a time, and gives the file of what they asked. */
function noted(tests: readonly string[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'query-shapes-'));
  const file = path.join(folder, 'shapes.jsonl');
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'acceptance', '--maxWorkers', '1', ...tests],
    { stdio: 'inherit', env: { ...process.env, QUERY_SHAPES: file } },
  );
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  if (status !== 0) process.stderr.write('some tests failed: the list may lack shapes\n');
  return [file];
}
