import { Long, ObjectId, deserialize, serialize } from 'bson';
import type { Document } from 'bson';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RawClient, opMsg } from './raw-client.js';
import { startTestEngine } from './test-engine.js';

const EXHAUST_ALLOWED = 1 << 16;
const MORE_TO_COME = 1 << 1;

let engine: Awaited<ReturnType<typeof startTestEngine>>;
let client: RawClient;
let topologyVersion: Document;

beforeAll(async () => {
  engine = await startTestEngine();
  client = await RawClient.connect(engine.uri);
  ({ topologyVersion } = (await client.command({ hello: 1 })) as { topologyVersion: Document });
});
afterAll(async () => {
  client.destroy();
  await engine.remove();
});

it('names the life of the engine', () => {
  expect(topologyVersion).toEqual({ processId: expect.any(ObjectId) as ObjectId, counter: 0 });
});

it('waits as long as the client wants while nothing changes, and lets others be served', async () => {
  const order: string[] = [];
  const patient = await RawClient.connect(engine.uri);
  const waiting = patient.command({ hello: 1, topologyVersion, maxAwaitTimeMS: 200 }).then((reply) => {
    order.push('hello');
    return reply;
  });
  await client.command({ ping: 1 });
  order.push('ping');
  expect(await waiting).toMatchObject({ isWritablePrimary: true, topologyVersion, ok: 1 });
  expect(order).toEqual(['ping', 'hello']);
  patient.destroy();
});

it('is answered at once to whoever knows another life of the engine', async () => {
  const before = { processId: new ObjectId(), counter: Long.fromNumber(3) };
  const reply = await client.command({ hello: 1, topologyVersion: before, maxAwaitTimeMS: 3_600_000 });
  expect(reply).toMatchObject({ topologyVersion, ok: 1 });
});

it('goes on by itself where the client allows it, each reply to the one before', async () => {
  const streaming = await RawClient.connect(engine.uri);
  const body = serialize({ hello: 1, topologyVersion, maxAwaitTimeMS: 1, $db: 'admin' });
  const replies = [streaming.receive(), streaming.receive(), streaming.receive()];
  streaming.send(opMsg(body, EXHAUST_ALLOWED));
  let answered = 7;
  for (const reply of replies) {
    const message = await reply;
    expect(message.readUInt32LE(16)).toBe(MORE_TO_COME);
    expect(message.readInt32LE(8)).toBe(answered);
    expect(deserialize(message.subarray(21))).toMatchObject({ ok: 1 });
    answered = message.readInt32LE(4);
  }
  streaming.destroy();
});

it.each([
  ['a version without a time', () => ({ topologyVersion }), 31368],
  ['a time without a version', () => ({ maxAwaitTimeMS: 10 }), 31368],
  ['a negative time', () => ({ topologyVersion, maxAwaitTimeMS: -1 }), 2],
  ['half a version', () => ({ topologyVersion: { counter: 0 }, maxAwaitTimeMS: 1 }), 40414],
  ['a later version', () => ({ topologyVersion: { ...topologyVersion, counter: 1 }, maxAwaitTimeMS: 1 }), 31382],
])('refuses %s', async (_name, options, code) => {
  expect(await client.command({ hello: 1, ...options() })).toMatchObject({ ok: 0, code });
  // Also where the client would take further replies: there are none after a refusal.
  const reply = client.receive();
  client.send(opMsg(serialize({ hello: 1, ...options(), $db: 'admin' }), EXHAUST_ALLOWED));
  expect((await reply).readUInt32LE(16)).toBe(0);
});
