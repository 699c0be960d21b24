import { MongoError, codeNameOf } from '../errors.js';
import type { ReplyObject, ReplyValue } from '../wire/encode-reply.js';
import type { EngineLog } from './engine.js';
import { storageErrorOf } from './storage-error.js';

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
  const failure = storageErrorOf(error);
  if (failure !== undefined) {
    const { code, codeName, message } = failure;
    log.error(`${command}: ${message} (${error instanceof Error ? error.message : String(error)})`);
    return { ok: 0, errmsg: message, code, codeName };
  }
  if (error instanceof RangeError && error.message === 'Maximum call stack size exceeded') {
    return { ok: 0, errmsg: `${command} is nested too deeply`, code: 15, codeName: codeNameOf(15) };
  }
  log.error(`${command} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return { ok: 0, errmsg: `internal error in ${command}`, code: 1, codeName: codeNameOf(1) };
}
