import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RestartingWorker } from '../../src/server/restarting-worker.js';
import type { Launch } from '../../src/server/restarting-worker.js';
import { superviseWorker } from '../../src/server/supervised-worker.js';
import { temporaryFolder, until } from './test-engine.js';

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Starts a worker that says it is ready and then does what the code says. */
function launchProgram(code: string): Launch {
  mkdirSync(folder.path, { recursive: true });
  const file = join(folder.path, 'worker.mjs');
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', (message) => {
       if (message.type === 'beat') parentPort.postMessage({ type: 'alive', beat: message.beat });
       else if (message.type === 'close' && !globalThis.deaf) process.exit(0);
     });
     parentPort.postMessage({ type: 'ready', address: 'here' });
     ${code}`,
  );
  const setup = { file: 'unused', listen: { socketPath: 'unused' } };
  const limits = { hangMs: 60, maxHeapMb: 64, closeMs: 50 };
  return (onCrash) =>
    superviseWorker({ setup, folder: folder.path, log: QUIET, onCrash, program: pathToFileURL(file), ...limits });
}

it('starts a worker again that has crashed, and gives up when it crashes again and again', async () => {
  let starts = 0;
  // The first beat comes once the start is over: a crash before that would be a start that failed.
  const launch = launchProgram("parentPort.once('message', () => { throw new Error('crash on purpose'); });");
  const reasons: string[] = [];
  await RestartingWorker.start(
    (onCrash) => {
      starts += 1;
      return launch(onCrash);
    },
    QUIET,
    60_000,
    (reason) => reasons.push(reason),
  );
  await until(() => reasons.length > 0);
  expect(starts).toBe(6);
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toContain('crash on purpose');
});

it('ends a worker that hangs and starts another', async () => {
  const hanging = launchProgram('setImmediate(() => { for (;;); });');
  let crashes = 0;
  const running = await RestartingWorker.start(
    async (onCrash) => {
      const current = crashes === 0 ? hanging : launchProgram('');
      return current((reason) => {
        expect(reason).toMatch(/a command hangs/);
        crashes += 1;
        onCrash(reason);
      });
    },
    QUIET,
    60_000,
    () => undefined,
  );
  await until(() => crashes === 1);
  expect(await running.address()).toBe('here');
  await running.close();
  expect(crashes).toBe(1);
});

it('does not count the end that was asked for as a crash', async () => {
  let crashes = 0;
  const worker = await launchProgram('')(() => {
    crashes += 1;
  });
  await worker.close();
  expect(crashes).toBe(0);
});

it('ends a worker that does not finish when it is asked to', async () => {
  let crashes = 0;
  const worker = await launchProgram('globalThis.deaf = true;')(() => {
    crashes += 1;
  });
  await worker.close();
  expect(crashes).toBe(0);
});
