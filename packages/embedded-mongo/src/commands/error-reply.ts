import { MongoError, codeNameOf } from '../errors.js';
import { SQLITE, sqliteCode } from '../sqlite/sqlite-errors.js';
import type { ReplyObject, ReplyValue } from '../wire/encode-reply.js';
import type { EngineLog } from './engine.js';

/** MongoDB's code for a full disk. */
const OUT_OF_DISK_SPACE = 14031;

/** The reply to a command that failed. What is not an error of the client is logged and answered without detail. */
export function toErrorReply(error: unknown, command: string, log: EngineLog): ReplyObject {
  if (error instanceof MongoError) {
    return {
      ok: 0,
      errmsg: error.message,
      code: error.code,
      codeName: error.codeName,
      ...(error.labels === undefined ? {} : { errorLabels: error.labels }),
      ...(error.extra as Readonly<Record<string, ReplyValue>> | undefined),
    };
  }
  if (sqliteCode(error) === SQLITE.FULL) {
    log.error(`${command}: the disk is full`);
    return { ok: 0, errmsg: 'the disk is full', code: OUT_OF_DISK_SPACE, codeName: 'OutOfDiskSpace' };
  }
  log.error(`${command} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return { ok: 0, errmsg: `internal error in ${command}`, code: 1, codeName: codeNameOf(1) };
}
