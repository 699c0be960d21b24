import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.js';
import { runsCompiled } from '../project-root.js';
import { StartRefused } from '../start-problem.js';
import type { DemoAccount } from './demo-accounts.js';
import { readMarker } from './demo-marker.js';
import { prepareDemo } from './prepare-demo.js';

/**
 * Like `prepareDemo`, but what has to be made is made by a process of its own: two years of history leave memory behind
 * that the process that serves would keep for good. That one ends with this one, however this one ends.
 * @throws StartRefused with the line of the other process
 */
export async function prepareDemoApart(config: Config): Promise<DemoAccount[]> {
  if (config.mongoUri === undefined) {
    const { state } = await readMarker(config.dataDir);
    if (state === 'none' || state === 'unfinished') await makeApart();
  }
  return prepareDemo(config);
}

/** Everything that is read and written is soon forgotten: with room for it, less of it is moved about. */
const ROOM = '--max-semi-space-size=64';

function makeApart(): Promise<void> {
  const file = fileURLToPath(new URL(`./demo-process.${runsCompiled() ? 'js' : 'ts'}`, import.meta.url));
  const child = fork(file, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [...process.execArgv, ROOM],
  });
  let problem: string | undefined;
  child.on('message', (said) => (problem = typeof said === 'string' ? said : undefined));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new StartRefused(
            problem ?? `The demo was not finished (${signal ?? `code ${code}`}); start again to make it.`,
          ),
        );
    });
  });
}
