import { MongoError, codeNameOf } from '../errors.js';
import { SQLITE, sqliteCode } from '../sqlite/sqlite-errors.js';
import type { ReplyObject, ReplyValue } from '../wire/encode-reply.js';
import type { EngineLog } from './engine.js';

/** MongoDB's code for a full disk. */
const OUT_OF_DISK_SPACE = 14031;

/** The reply to a command that failed. What is not an error of the client is logged and answered without detail. */
export function toErrorReply(error: unknown, command: string, log: EngineLog, labels: readonly string[]): ReplyObject {
  if (error instanceof MongoError) {
    return {
      ok: 0,
      errmsg: error.message,
      code: error.code,
      codeName: error.codeName,
      ...(labels.length === 0 ? {} : { errorLabels: labels }),
      ...(error.extra as Readonly<Record<string, ReplyValue>> | undefined),
    };
  }
  if (sqliteCode(error) === SQLITE.FULL) {
    log.error(`${command}: the disk is full`);
    return { ok: 0, errmsg: 'the disk is full', code: OUT_OF_DISK_SPACE, codeName: 'OutOfDiskSpace' };
  }
  if (error instanceof RangeError && error.message === 'Maximum call stack size exceeded') {
    return { ok: 0, errmsg: `${command} is nested too deeply`, code: 15, codeName: codeNameOf(15) };
  }
  log.error(`${command} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return { ok: 0, errmsg: `internal error in ${command}`, code: 1, codeName: codeNameOf(1) };
}
