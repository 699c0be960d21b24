import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './build-stamp.mjs';
import { buildIfStale, checkMachine, giveUp } from './ready-to-run.mjs';

/*
 * npm start: builds when needed and runs the server in this very process, so that signals and the terminal are its own.
 *   --empty   no demo; the first administrator is set up in the browser
 *   --reset   throw away what is under var/ and uploads/ and begin anew
 */
const flags = process.argv.slice(2);
const unknown = flags.filter((flag) => flag !== '--empty' && flag !== '--reset');
if (unknown.length > 0) giveUp(`Unknown option ${unknown.join(' ')}; known are --empty and --reset.`);

checkMachine();
buildIfStale();

if (flags.includes('--reset')) reset();

process.argv = [
  process.execPath,
  path.join(ROOT, 'dist', 'src', 'main.js'),
  ...flags.filter((flag) => flag !== '--reset'),
];
await import(pathToFileURL(process.argv[1]).href);

/** Throws away the embedded engine's data and the evidence files that belong to them, where both are in their own places. */
function reset() {
  for (const name of ['MONGO_URI', 'DATA_DIR', 'UPLOADS_DIR']) {
    if ((process.env[name] ?? '') !== '') {
      giveUp(`--reset removes var/ and uploads/ only, and ${name} names another place. Remove what is there yourself.`);
    }
  }
  const data = path.join(ROOT, 'var');
  const user = runningOn(path.join(data, 'data', 'engine.lock'));
  if (user !== undefined) giveUp(`${data} is in use by process ${user}. Stop it first.`);
  console.log(`Removing everything in ${data} and the files in ${path.join(ROOT, 'uploads')}: the demo begins anew.`);
  rmSync(data, { recursive: true, force: true });
  for (const name of readdirSync(path.join(ROOT, 'uploads'))) {
    if (name !== '.gitkeep') rmSync(path.join(ROOT, 'uploads', name), { recursive: true, force: true });
  }
}

/** The living process that a lock file names. */
function runningOn(lock) {
  try {
    const { pid } = JSON.parse(readFileSync(lock, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}
