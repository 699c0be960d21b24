import { join } from 'node:path';
import { serialize, deserialize } from 'bson';
import type { Document } from 'bson';
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
  /** Carries out a command as if a client had sent it. */
  command(command: Document, database?: string): Promise<Document>;
  close(): Promise<void>;
}

export function openLocalEngine(): LocalEngine {
  const folder = temporaryFolder();
  const errors: string[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (message: string) => void errors.push(message) };
  const engine = openEngine(join(folder.path, 'data.sqlite'), log, () => 0);
  const client = { connectionId: 1, address: 'here', gone: new AbortController().signal };
  return {
    engine,
    errors,
    command: async (command, database = 'test') => {
      const body = Buffer.from(serialize({ ...command, $db: database }));
      return deserialize(await execute(engine, client, toCommand(body, new Map(), false)));
    },
    close: async () => {
      await closeEngine(engine);
      folder.remove();
    },
  };
}
