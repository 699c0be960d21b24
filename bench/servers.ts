import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { projectRoot } from '../src/project-root.js';

const root = projectRoot();

export interface RunningServer {
  readonly url: string;
  /** From starting the process to its first answer, milliseconds. */
  readonly startedIn: number;
  /** Resident memory of the process, bytes. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the compiled product on a data folder and waits until it is ready. */
export async function startProduct(dataDir: string, port: number): Promise<RunningServer> {
  const begun = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'dist', 'src', 'main.js')], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: path.join(dataDir, 'data'),
      UPLOADS_DIR: path.join(dataDir, 'uploads'),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://localhost:${port}`;
  await untilReady(url, child);
  return {
    url,
    startedIn: performance.now() - begun,
    memory: () => residentMemory(child),
    stop: () => stopped(child),
  };
}

/** Starts the bare Express route that returns given bytes. */
export async function startBare(): Promise<{
  url: string;
  give(body: string, type: string): Promise<void>;
  stop(): Promise<void>;
}> {
  const child = fork(path.join(root, 'bench', 'bare-server.mjs'), { stdio: 'inherit' });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const url = `http://127.0.0.1:${port}`;
  return {
    url: `${url}/bytes`,
    async give(body, type) {
      await fetch(`${url}/body`, { method: 'POST', body, headers: { 'content-type': type } });
    },
    stop: () => stopped(child),
  };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the server did not become ready');
}

async function residentMemory(child: ChildProcess): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
