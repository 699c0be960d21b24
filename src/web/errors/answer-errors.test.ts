import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express from 'express';
import request from 'supertest';
import { expect, it } from 'vitest';
import type { Logger } from '../../platform/logger.js';
import type { PageRenderer } from '../pages/page-renderer.js';
import { errorHandler } from './answer-errors.js';

/** An application with one route, and what it logs as an error. */
function appWith(route: express.RequestHandler) {
  const logged: unknown[] = [];
  const logger = { error: (line: unknown) => logged.push(line), warn: () => undefined } as unknown as Logger;
  const app = express();
  app.get('/', route);
  app.use(errorHandler({ logger, pages: {} as PageRenderer }));
  return { app, logged };
}

it('what nobody expected is logged under the id that the answer tells, and nothing else is told', async () => {
  const { app, logged } = appWith(() => {
    throw new Error('connect ECONNREFUSED /tmp/engine.sock');
  });
  const answer = await request(app).get('/');
  expect(answer.status).toBe(500);
  expect(answer.type).toBe('application/problem+json');
  expect(answer.text).not.toMatch(/ECONNREFUSED|\/tmp/);
  expect(logged).toMatchObject([{ errorId: (answer.body as { errorId: string }).errorId }]);
});

it('a reader who goes away half-way is no error', async () => {
  let ended: () => void;
  const over = new Promise<void>((resolve) => (ended = resolve));
  const { app, logged } = appWith(async (_req, res) => {
    try {
      await pipeline(Readable.from(endless()), res);
    } finally {
      ended();
    }
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sent = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  await once(answer, 'data');
  answer.destroy();
  await over;
  server.close();
  await once(server, 'close');
  expect(logged).toEqual([]);
});

function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(64 * 1024);
}
