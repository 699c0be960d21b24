import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './build-stamp.mjs';
import { buildIfStale, checkMachine, giveUp } from './ready-to-run.mjs';

// Runs scripts/<name>.ts from the compiled output, building first when needed: node scripts/run-compiled.mjs <name> ...
const [name = '', ...args] = process.argv.slice(2);
checkMachine();
buildIfStale();
const file = path.join(ROOT, 'dist', 'scripts', `${path.basename(name)}.js`);
if (!existsSync(file)) giveUp(`There is no script named "${name}".`);
process.argv = [process.execPath, file, ...args];
await import(pathToFileURL(file).href);
