import { EngineStartError } from 'embedded-mongo';
import { ConfigError } from './config.js';

/** A start that cannot succeed; the message is the line that says so. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** What stops a start is said in one line that names what to do, without a stack. */
export function startProblem(error: unknown): string {
  if (error instanceof ConfigError || error instanceof EngineStartError || error instanceof StartRefused)
    return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  if (code === 'EADDRINUSE') return 'The port is in use already. Set PORT to another one, or stop the other process.';
  if (code === 'EACCES') return 'This port may not be used by this account. Set PORT to one above 1024.';
  if (error.name === 'MongoServerSelectionError') return 'The database named by MONGO_URI does not answer.';
  return error.stack ?? error.message;
}
