import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isFresh, ROOT, sourceStamp, writeStamp } from './build-stamp.mjs';

const NEEDED = [20, 19];

/** Ends the program with one line. */
export function giveUp(message) {
  console.error(message);
  process.exit(1);
}

/** Ends with one clear line where Node is too old or the packages are not installed. */
export function checkMachine() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
    giveUp(`Prowess Points needs Node ${NEEDED.join('.')} or newer; this is Node ${process.versions.node}.`);
  }
  if (!existsSync(path.join(ROOT, 'node_modules', 'express')))
    giveUp('The packages are not installed yet: run "npm ci" first.');
}

const COMPILER = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const BUNDLER = path.join(ROOT, 'packages', 'embedded-mongo', 'scripts', 'bundle-worker.mjs');

/** Compiles, and puts the engine's worker into one file. Ends the program when that fails. */
export function build() {
  if (!existsSync(COMPILER))
    giveUp('There is no compiled output and no compiler: run "npm ci" with development packages first.');
  // Taken before the compiler reads, so that a file saved meanwhile counts as newer than the output.
  const stamp = sourceStamp();
  for (const step of [[COMPILER, '-b'], [BUNDLER]]) {
    const { status } = spawnSync(process.execPath, step, { cwd: ROOT, stdio: 'inherit' });
    if (status !== 0) giveUp('The build failed; see above.');
  }
  writeStamp(stamp);
}

/** Builds when the output is older than the sources. Ends the program when that fails. */
export function buildIfStale() {
  if (isFresh()) return;
  console.log('Building (only after a change) ...');
  const started = performance.now();
  build();
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}
