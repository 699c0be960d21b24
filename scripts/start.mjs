import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './build-stamp.mjs';
import { buildIfStale, checkMachine, giveUp } from './ready-to-run.mjs';

/*
 * npm start: builds when needed and runs the server in this very process, so that signals and the terminal are its own.
 *   --empty   no demo; the first administrator is set up in the browser
 *   --reset   throw away what is under var/ and begin anew
 */
const flags = process.argv.slice(2);
const unknown = flags.filter((flag) => flag !== '--empty' && flag !== '--reset');
if (unknown.length > 0) giveUp(`Unknown option ${unknown.join(' ')}; known are --empty and --reset.`);

checkMachine();
buildIfStale();

if (flags.includes('--reset')) {
  const data = path.join(ROOT, 'var');
  if ((process.env.MONGO_URI ?? '') !== '')
    giveUp('--reset is for the embedded engine only; MONGO_URI names a server, whose data stay.');
  console.log(`Removing ${data} with everything in it: the demo begins anew.`);
  rmSync(data, { recursive: true, force: true });
}

process.argv = [
  process.execPath,
  path.join(ROOT, 'dist', 'src', 'main.js'),
  ...flags.filter((flag) => flag !== '--reset'),
];
await import(pathToFileURL(process.argv[1]).href);
