import { aggregate } from './aggregate.command.js';
import { collMod } from './coll-mod.command.js';
import type { Command } from './command.js';
import { cloneCollectionAsCapped, convertToCapped } from './convert-to-capped.command.js';
import { configureFailPoint } from './configure-fail-point.command.js';
import { count } from './count.command.js';
import { createIndexes } from './create-indexes.command.js';
import { create } from './create.command.js';
import { deleteCommand } from './delete.command.js';
import { distinct } from './distinct.command.js';
import { dropIndexes } from './drop-indexes.command.js';
import { drop, dropDatabase } from './drop.command.js';
import { explain } from './explain.command.js';
import { findAndModify } from './find-and-modify.command.js';
import { find } from './find.command.js';
import { getMore } from './get-more.command.js';
import { hello, isMaster } from './hello.command.js';
import { insert } from './insert.command.js';
import { killCursors } from './kill-cursors.command.js';
import { listCollections } from './list-collections.command.js';
import { listIndexes } from './list-indexes.command.js';
import { renameCollection } from './rename-collection.command.js';
import {
  buildInfo,
  connectionStatus,
  getLog,
  hostInfo,
  ping,
  replSetGetStatus,
  serverStatus,
  whatsmyuri,
} from './server-info.commands.js';
import { getParameter, setParameter } from './server-parameters.commands.js';
import { collStats, dataSize, dbStats, listDatabases } from './stats.commands.js';
import {
  endSessions,
  killAllSessions,
  killAllSessionsByPattern,
  killSessions,
  refreshSessions,
  startSession,
} from './session.commands.js';
import { abortTransaction, commitTransaction } from './transaction.commands.js';
import { update } from './update.command.js';
import { validate } from './validate.command.js';

const ALL: readonly Command[] = [
  hello,
  isMaster,
  ping,
  buildInfo,
  getParameter,
  setParameter,
  serverStatus,
  replSetGetStatus,
  hostInfo,
  whatsmyuri,
  connectionStatus,
  getLog,
  find,
  getMore,
  killCursors,
  aggregate,
  count,
  distinct,
  explain,
  insert,
  update,
  deleteCommand,
  findAndModify,
  create,
  collMod,
  convertToCapped,
  cloneCollectionAsCapped,
  drop,
  dropDatabase,
  renameCollection,
  createIndexes,
  dropIndexes,
  listIndexes,
  listCollections,
  listDatabases,
  collStats,
  dataSize,
  dbStats,
  validate,
  commitTransaction,
  abortTransaction,
  startSession,
  endSessions,
  killSessions,
  killAllSessions,
  killAllSessionsByPattern,
  refreshSessions,
  configureFailPoint,
];

const BY_NAME: ReadonlyMap<string, Command> = new Map(
  ALL.flatMap((command) =>
    [command.name, ...(command.aliases ?? [])].map((name): [string, Command] => [name, command]),
  ),
);

/** The command of that name, or undefined. Names are case-sensitive but for the historical aliases. */
export function findCommand(name: string): Command | undefined {
  return BY_NAME.get(name);
}

/** All commands, each once. */
export function allCommands(): readonly Command[] {
  return ALL;
}
