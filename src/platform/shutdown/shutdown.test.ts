import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { closeServer } from './close-server.js';
import { createShutdown } from './shutdown.js';

const logger = pino({ level: 'silent' });

describe('stopping', () => {
  it('runs the steps in their order, once', async () => {
    const shutdown = createShutdown({ logger });
    const done: string[] = [];
    shutdown.step('sockets', async () => {
      await Promise.resolve();
      done.push('sockets');
    });
    shutdown.step('storage', () => void done.push('storage'));
    expect(shutdown.stopping).toBe(false);
    expect(await Promise.all([shutdown.stop('SIGTERM'), shutdown.stop('SIGINT')])).toEqual([true, true]);
    expect(shutdown.stopping).toBe(true);
    expect(done).toEqual(['sockets', 'storage']);
  });

  it('goes on when a step fails, and says so', async () => {
    const shutdown = createShutdown({ logger });
    const done: string[] = [];
    shutdown.step('relay', () => Promise.reject(new Error('gone')));
    shutdown.step('storage', () => void done.push('storage'));
    expect(await shutdown.stop('SIGTERM')).toBe(false);
    expect(done).toEqual(['storage']);
  });

  it('does not wait longer than the time for a step that hangs', async () => {
    const shutdown = createShutdown({ logger, within: 30 });
    const done: string[] = [];
    shutdown.step('hanging', () => new Promise(() => undefined));
    shutdown.step('storage', () => void done.push('storage'));
    expect(await shutdown.stop('SIGTERM')).toBe(false);
    expect(done).toEqual(['storage']);
  });
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
