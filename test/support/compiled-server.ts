import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from '../../src/project-root.js';

const ROOT = projectRoot();
const MAIN = path.join(ROOT, 'dist', 'src', 'main.js');
const START_MS = 60_000;

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it had printed, both channels. */
  readonly output: string;
  readonly errors: string;
}

/** The product as it is delivered: compiled, in a process of its own, answering on a port of loopback. */
export interface CompiledServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  output(): string;
  /** Sends a signal and waits for the end; SIGTERM unless said. */
  stop(signal?: NodeJS.Signals): Promise<Ending>;
}

export interface CompiledServerOptions {
  /** Holds `data/` and `uploads/`; both may be there already. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** What comes in on standard input. */
  readonly input?: string;
}

/** The environment of a compiled process of a test: nothing of the test's own but where programs are. */
export function compiledEnvironment({ folder, env }: CompiledServerOptions): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: path.join(folder, 'data'),
    UPLOADS_DIR: path.join(folder, 'uploads'),
    BCRYPT_COST: '4',
    LOG_LEVEL: 'warn',
    ...env,
  };
}

/** Starts it and returns once it is ready. `npm test` has compiled it before. @throws what it printed when it ends instead */
export async function startCompiled(options: CompiledServerOptions): Promise<CompiledServer> {
  const launched = launch(options);
  const deadline = Date.now() + START_MS;
  const port = await launched.until(/ is at http:\/\/[^:\s]+:(\d+)/, deadline);
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    if (Date.now() > deadline) throw new Error(`${url} does not become ready`);
    await wait(20);
  }
  return {
    url,
    port: Number(port),
    output: launched.output,
    stop(signal = 'SIGTERM') {
      launched.child.kill(signal);
      return launched.ended;
    },
  };
}

/** Starts it and waits until it ends by itself, as a refused start does. Ends it after a minute. */
export async function runCompiled(options: CompiledServerOptions): Promise<Ending> {
  const { child, ended } = launch(options);
  const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
  const ending = await ended;
  clearTimeout(late);
  return ending;
}

/** Runs an operator's command, such as verify-ledger, from the compiled output in the same environment. */
export function runCommand(name: string, options: CompiledServerOptions): Promise<Ending> {
  return launch(options, [path.join(ROOT, 'dist', 'scripts', `${name}.js`), ...(options.args ?? [])]).ended;
}

/** The embedded engine served on a port, so that several processes can share its data. */
export async function serveEngine(folder: string): Promise<{ uri: string; stop(): Promise<Ending> }> {
  const cli = path.join(ROOT, 'packages', 'embedded-mongo', 'dist', 'cli.js');
  const { child, ended, until } = launch({ folder }, [
    cli,
    'serve',
    '--data',
    path.join(folder, 'data'),
    '--port',
    '0',
  ]);
  const uri = await until(/^(mongodb:\/\/\S+)$/m, Date.now() + START_MS);
  return {
    uri,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function launch(options: CompiledServerOptions, script: readonly string[] = [MAIN, ...(options.args ?? [])]) {
  if (!existsSync(MAIN)) throw new Error('the product is not compiled yet: npm run build');
  const child = spawn(process.execPath, script, {
    cwd: ROOT,
    env: compiledEnvironment(options),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined); // it may end without reading
  child.stdin.end(options.input ?? '');
  const endWithTest = () => child.kill('SIGKILL');
  process.once('exit', endWithTest);
  let output = '';
  let errors = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  const everything = () => output + errors;
  const ended = endOf(child).then(({ code, signal }): Ending => {
    process.off('exit', endWithTest);
    return { code, signal, output: everything(), errors };
  });

  /** The first group of a pattern, once it is printed. */
  async function until(pattern: RegExp, deadline: number): Promise<string> {
    for (;;) {
      const found = pattern.exec(output)?.[1];
      if (found !== undefined) return found;
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended: ${everything()}`);
      if (Date.now() > deadline) {
        endWithTest();
        throw new Error(`it never said ${String(pattern)}: ${everything()}`);
      }
      await wait(20);
    }
  }

  return { child, ended, until, output: everything };
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  // "close" comes after the last piece of output, unlike "exit".
  await once(child, 'close');
  return { code: child.exitCode, signal: child.signalCode };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
