import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** An engine in a process of its own. */
export interface ServedEngine {
  readonly uri: string;
  readonly pid: number;
  /** What it has written to standard error until now. */
  errors(): string;
  /** Sends a signal and waits for the end; gives the exit code, null for a killed process. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts an engine on a folder and waits until it says its address. `shell` runs before it in the same process. */
export async function serve(dataDir: string, shell?: string): Promise<ServedEngine> {
  const command = [process.execPath, CLI, 'serve', '--data', dataDir];
  const child =
    shell === undefined
      ? spawn(command[0] ?? '', command.slice(1))
      : spawn('sh', ['-c', `${shell}; exec "$0" "$@"`, ...command]);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const first = await Promise.race([once(child.stdout, 'data'), ended]);
  if (!Buffer.isBuffer(first[0])) throw new Error(`the engine has not started: ${errors}`);
  return {
    uri: first[0].toString().trim(),
    pid: child.pid ?? 0,
    errors: () => errors,
    end: async (signal) => {
      child.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}
