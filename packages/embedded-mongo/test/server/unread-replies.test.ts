import { createConnection, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { serialize } from 'bson';
import { expect, it } from 'vitest';
import { ClientConnection } from '../../src/worker/client-connection.js';
import { openLocalEngine } from './local-engine.js';
import { opMsg } from './raw-client.js';
import { temporaryFolder, until } from './test-engine.js';

const COMMANDS = 30;
const FILLING = 1_000_000;

it('a client that does not read its replies is served again when it does, and piles nothing up', async () => {
  const local = openLocalEngine();
  const folder = temporaryFolder();
  const path = join(folder.path, 'socket');
  await local.command({ insert: 'a', documents: [{ filling: 'x'.repeat(FILLING) }] });
  const accepted: Socket[] = [];
  const server = createServer((socket) => {
    accepted.push(socket);
    new ClientConnection(socket, local.engine, { connectionId: 1, address: path }, () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const client = createConnection(path).pause();
  const command = opMsg(serialize({ find: 'a', $db: 'test' }));
  client.write(Buffer.concat(Array.from({ length: COMMANDS }, () => command)));
  await until(() => accepted[0]?.writableNeedDrain === true);
  for (let turns = 0; turns < 10 * COMMANDS; turns++) await new Promise((resolve) => setImmediate(resolve));
  expect(accepted[0]?.writableLength).toBeLessThan(2 * FILLING);
  let received = 0;
  client.on('data', (chunk: Buffer) => (received += chunk.length)).resume();
  await until(() => received > COMMANDS * FILLING);
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
  await local.close();
  folder.remove();
});
