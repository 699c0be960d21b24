import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { closeServer } from './close-server.js';
import { runStop } from './shutdown.js';

const logger = pino({ level: 'silent' });
const ROOT = path.resolve(import.meta.dirname, '../../..');

/** A process of its own that stops on a signal; answers its exit code and what it wrote. */
async function stoppedProcess(step: string, signals: readonly NodeJS.Signals[]) {
  const program = `
    import { stopOnSignal } from './src/platform/shutdown/index.ts';
    const say = (text) => process.stdout.write(text + ' ');
    const logger = { info() {}, error() {} };
    stopOnSignal([{ name: 'first', stop: async () => { ${step} } }, { name: 'last', stop: () => say('last') }], { logger, within: 1000 });
    setInterval(() => {}, 1000);
    say('ready');
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { cwd: ROOT });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (output === '') for (const signal of signals) child.kill(signal);
    output += chunk.toString();
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output: output.trim() };
}

describe('stopping', () => {
  it('runs the steps in their order, each after the one before', async () => {
    const done: string[] = [];
    const first = async () => {
      await Promise.resolve();
      done.push('sockets');
    };
    const clean = await runStop([{ name: 'sockets', stop: first }, { name: 'storage', stop: () => void done.push('storage') }], { logger });
    expect(clean).toBe(true);
    expect(done).toEqual(['sockets', 'storage']);
  });

  it('goes on when a step fails, and says so', async () => {
    const done: string[] = [];
    const failing = { name: 'relay', stop: () => Promise.reject(new Error('gone')) };
    expect(await runStop([failing, { name: 'storage', stop: () => void done.push('storage') }], { logger })).toBe(false);
    expect(done).toEqual(['storage']);
  });

  it('does not wait longer than the time for a step that hangs', async () => {
    const done: string[] = [];
    const hanging = { name: 'hanging', stop: () => new Promise<void>(() => undefined) };
    const clean = await runStop([hanging, { name: 'storage', stop: () => void done.push('storage') }], { logger, within: 30 });
    expect(clean).toBe(false);
    expect(done).toEqual(['storage']);
  });

  it('ends the process with 0 once, however often it is asked', async () => {
    expect(await stoppedProcess("say('first');", ['SIGTERM', 'SIGINT', 'SIGTERM'])).toEqual({ code: 0, output: 'ready first last' });
  }, 20_000);

  it('ends the process with 1 when a step failed', async () => {
    expect(await stoppedProcess("throw new Error('gone');", ['SIGTERM'])).toEqual({ code: 1, output: 'ready last' });
  }, 20_000);
});

describe('closing the server', () => {
  it('lets a request at hand finish, ends idle connections and accepts no more', async () => {
    let finish: (() => void) | undefined;
    const server = createServer((req, res) => {
      if (req.url === '/slow') finish = () => res.end('whole answer');
      else res.end('quick');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await (await fetch(`${url}/quick`)).text();
    const arrived = once(server, 'request');
    const slow = fetch(`${url}/slow`);
    await arrived;
    const closed = closeServer(server);
    await expect(fetch(`${url}/quick`)).rejects.toThrow();
    finish?.();
    expect(await (await slow).text()).toBe('whole answer');
    await closed;
    await expect(closeServer(server)).resolves.toBeUndefined();
  });
});
