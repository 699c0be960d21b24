import { join } from 'node:path';
import { serialize, deserialize } from 'bson';
import type { Document } from 'bson';
import type { ClientInfo } from '../../src/commands/command.js';
import type { Engine } from '../../src/commands/engine.js';
import { execute } from '../../src/commands/execute.js';
import { closeEngine, openEngine } from '../../src/worker/run-engine.js';
import { toCommand } from '../../src/wire/op-msg.js';
import { temporaryFolder } from './test-engine.js';

/** An engine in this thread, for what cannot be seen or caused from outside. */
export interface LocalEngine {
  readonly engine: Engine;
  /** What the engine logged as errors. */
  readonly errors: string[];
  /** Carries out a command as if a client had sent it; always the same one unless another is named. */
  command(command: Document, database?: string, client?: ClientInfo): Promise<Document>;
  close(): Promise<void>;
}

export function openLocalEngine(): LocalEngine {
  const folder = temporaryFolder();
  const errors: string[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (message: string) => void errors.push(message) };
  const engine = openEngine(join(folder.path, 'data.sqlite'), log, () => 0);
  const first = clientOf(1);
  return {
    engine,
    errors,
    command: async (command, database = 'test', client = first) => {
      const body = Buffer.from(serialize({ ...command, $db: database }));
      return deserialize(await execute(engine, client, toCommand(body, new Map(), false)));
    },
    close: async () => {
      await closeEngine(engine);
      folder.remove();
    },
  };
}

/** Somebody who sends commands. */
export function clientOf(connectionId: number): ClientInfo {
  return { connectionId, address: 'here', gone: new AbortController().signal };
}
