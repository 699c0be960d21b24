#!/usr/bin/env node
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backup, check, restore } from './server/backup.js';
import { startEmbeddedMongo } from './server/start-embedded-mongo.js';

const USAGE = `embedded-mongo serve --data <folder> [--port <port> | --socket <path>] [--test-commands]
embedded-mongo backup <folder> <file>
embedded-mongo restore <file> <folder>
embedded-mongo check <folder>`;

/** Everything on standard error, one line each. */
const LOG = { info: console.error, warn: console.error, error: console.error };

/** npm runs this package's scripts in its own folder; a path is meant from where npm was called. */
function givenPath(path: string): string {
  const called = process.env['npm_package_name'] === 'embedded-mongo' ? process.env['INIT_CWD'] : undefined;
  return resolve(called ?? '.', path);
}

function portNumber(given: string): number {
  const port = Number(given);
  if (given.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${given} is no port: a number from 0 to 65535`);
  return port;
}

async function serve(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      socket: { type: 'string' },
      'test-commands': { type: 'boolean' },
    },
  });
  if (values.data === undefined) throw new Error(USAGE);
  const engine = await startEmbeddedMongo({
    dataDir: givenPath(values.data),
    logger: LOG,
    testCommands: values['test-commands'] ?? false,
    ...(values.port === undefined ? {} : { port: portNumber(values.port) }),
    ...(values.socket === undefined ? {} : { socketPath: values.socket }),
  });
  engine.onExit((reason) => {
    console.error(reason);
    process.exitCode = 1;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void engine.close());
  console.info(engine.uri); // the only line on standard output: whoever waits for it can connect, and end it
}

function runBackup([dataDir, target]: string[]): void {
  if (dataDir === undefined || target === undefined) throw new Error(USAGE);
  backup(givenPath(dataDir), givenPath(target));
  console.info(`copied to ${target}`);
}

function runRestore([source, dataDir]: string[]): void {
  if (source === undefined || dataDir === undefined) throw new Error(USAGE);
  restore(givenPath(source), givenPath(dataDir));
  console.info(`restored into ${dataDir}`);
}

function runCheck([dataDir]: string[]): void {
  if (dataDir === undefined) throw new Error(USAGE);
  const problems = check(givenPath(dataDir));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.info('everything is right');
}

async function main([command, ...rest]: string[]): Promise<void> {
  if (command === 'serve') await serve(rest);
  else if (command === 'backup') runBackup(rest);
  else if (command === 'restore') runRestore(rest);
  else if (command === 'check') runCheck(rest);
  else throw new Error(USAGE);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
