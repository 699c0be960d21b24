import type { OpenFailure } from '../worker/messages.js';

/** The engine could not start. The message is one line, names the folder and says what to do. */
export class EngineStartError extends Error {
  override readonly name = 'EngineStartError';

  constructor(
    readonly code: OpenFailure,
    message: string,
  ) {
    super(message);
  }
}

/** Words a failure for the person who starts the engine. */
export function startError(code: OpenFailure, folder: string, detail: string): EngineStartError {
  return new EngineStartError(code, `${sentence(code, folder)} (${detail})`);
}

function sentence(code: OpenFailure, folder: string): string {
  switch (code) {
    case 'locked':
      return `The data folder ${folder} is in use by another process; stop that one or choose another folder`;
    case 'full':
      return `The disk of the data folder ${folder} is full; free some space and start again`;
    case 'unreadable':
      return `The data folder ${folder} cannot be read and written; check its owner and permissions`;
    case 'version':
      return `The data folder ${folder} holds files of another format; use the version that made them or another folder`;
    case 'corrupt':
      return `The database in the data folder ${folder} is damaged; restore a backup`;
  }
}
