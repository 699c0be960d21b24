#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { backup, check, restore } from './server/backup.js';
import { startEmbeddedMongo } from './server/start-embedded-mongo.js';

const USAGE = `embedded-mongo serve --data <folder> [--port <port> | --socket <path>]
embedded-mongo backup <folder> <file>
embedded-mongo restore <file> <folder>
embedded-mongo check <folder>`;

async function serve(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, port: { type: 'string' }, socket: { type: 'string' } },
  });
  if (values.data === undefined) throw new Error(USAGE);
  const engine = await startEmbeddedMongo({
    dataDir: values.data,
    logger: console,
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
    ...(values.socket === undefined ? {} : { socketPath: values.socket }),
  });
  console.info(engine.uri);
  engine.onExit((reason) => {
    console.error(reason);
    process.exitCode = 1;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void engine.close());
}

function runBackup([dataDir, target]: string[]): void {
  if (dataDir === undefined || target === undefined) throw new Error(USAGE);
  backup(dataDir, target);
  console.info(`copied to ${target}`);
}

function runRestore([source, dataDir]: string[]): void {
  if (source === undefined || dataDir === undefined) throw new Error(USAGE);
  restore(source, dataDir);
  console.info(`restored into ${dataDir}`);
}

function runCheck([dataDir]: string[]): void {
  if (dataDir === undefined) throw new Error(USAGE);
  const problems = check(dataDir);
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
