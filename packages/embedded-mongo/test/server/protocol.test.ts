import { deserialize, serialize } from 'bson';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawClient, opMsg } from './raw-client.js';
import { startTestEngine } from './test-engine.js';

let engine: Awaited<ReturnType<typeof startTestEngine>>;

beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.remove());

/** Runs with a raw connection and closes it. */
async function withRaw<T>(run: (client: RawClient) => Promise<T>): Promise<T> {
  const client = await RawClient.connect(engine.uri);
  try {
    return await run(client);
  } finally {
    client.destroy();
  }
}

describe('hello', () => {
  it('is said as the primary of a one-node replica set, without compression', async () => {
    const reply = await withRaw((client) => client.command({ hello: 1, compression: ['zlib', 'snappy'] }));
    expect(reply).toMatchObject({
      isWritablePrimary: true,
      setName: 'embedded',
      maxWireVersion: 21,
      logicalSessionTimeoutMinutes: 30,
      ok: 1,
    });
    expect(reply['hosts']).toEqual([reply['me']]);
    expect(reply['compression']).toBeUndefined();
  });

  it('answers the legacy OP_QUERY', async () => {
    const body = serialize({ isMaster: 1, helloOk: true });
    const namespace = Buffer.from('admin.$cmd\0');
    const message = Buffer.concat([Buffer.alloc(20), namespace, Buffer.alloc(8), body]);
    message.writeInt32LE(message.length, 0);
    message.writeInt32LE(2004, 12);
    const reply = await withRaw((client) => {
      client.send(message);
      return client.receive();
    });
    expect(reply.readInt32LE(12)).toBe(1);
    expect(deserialize(reply.subarray(36))).toMatchObject({ ismaster: true, ok: 1 });
  });
});

describe('messages', () => {
  it('may come in any pieces', async () => {
    const message = opMsg(serialize({ ping: 1, $db: 'admin' }));
    await withRaw(async (client) => {
      const reply = client.receive();
      for (const byte of message) client.send(Buffer.from([byte]));
      expect(deserialize((await reply).subarray(21))).toMatchObject({ ok: 1 });
    });
  });

  it('may carry a checksum and document sequences', async () => {
    const documents = [serialize({ _id: 1 }), serialize({ _id: 2 })];
    const section = Buffer.concat([Buffer.from([1]), Buffer.alloc(4), Buffer.from('documents\0'), ...documents]);
    section.writeInt32LE(section.length - 1, 1);
    const message = opMsg(serialize({ insert: 'seq', $db: 'test' }), 1, Buffer.concat([section, Buffer.alloc(4)]));
    const reply = await withRaw((client) => {
      client.send(message);
      return client.receive();
    });
    expect(deserialize(reply.subarray(21))).toMatchObject({ n: 2, ok: 1 });
  });

  it('are not answered with moreToCome, but carried out in order', async () => {
    await withRaw(async (client) => {
      client.send(opMsg(serialize({ insert: 'silent', documents: [{ _id: 1 }], $db: 'test' }), 2));
      expect(await client.command({ count: 'silent' })).toMatchObject({ n: 1, ok: 1 });
    });
  });

  const valid = opMsg(serialize({ ping: 1, $db: 'admin' }));
  const changed = (offset: number, value: number): Buffer => {
    const copy = Buffer.from(valid);
    copy.writeInt32LE(value, offset);
    return copy;
  };
  it.each<[string, Buffer]>([
    ['a length below the header', changed(0, 15)],
    ['a length above 48 MB', changed(0, 48_000_001)],
    ['a negative length', changed(0, -1)],
    ['an unknown operation', changed(12, 4242)],
    ['OP_COMPRESSED, which was not offered', changed(12, 2012)],
    ['an unknown required flag', changed(16, 4)],
    ['a document longer than its message', changed(21, 4000)],
    ['a document shorter than it says', changed(21, 6)],
    ['a negative document length', changed(21, -5)],
    ['an unknown section kind', opMsg(serialize({ ping: 1 }), 0, Buffer.from([9]))],
    ['two bodies', opMsg(serialize({ ping: 1 }), 0, Buffer.concat([Buffer.from([0]), serialize({ ping: 1 })]))],
    ['an empty body', opMsg(serialize({}))],
    ['noise', Buffer.concat([Buffer.from([40, 0, 0, 0]), Buffer.alloc(36, 0x5a)])],
  ])('close the connection and nothing else: %s', async (_name, bytes) => {
    const client = await RawClient.connect(engine.uri);
    client.send(bytes);
    await client.closed;
    expect(await withRaw((other) => other.command({ ping: 1 }))).toMatchObject({ ok: 1 });
  });

  it('survive random changes of every byte', async () => {
    const message = opMsg(serialize({ find: 'x', filter: { a: [1, 'b', { c: 1.5 }] }, limit: 1, $db: 'test' }));
    for (let offset = 4; offset < message.length; offset += 1) {
      const bytes = Buffer.from(message);
      bytes[offset] = (bytes[offset] ?? 0) ^ 0x55;
      const client = await RawClient.connect(engine.uri);
      const answered = client.receive();
      client.send(bytes);
      await Promise.race([answered, client.closed]);
      client.destroy();
    }
    expect(await withRaw((other) => other.command({ ping: 1 }))).toMatchObject({ ok: 1 });
  });
});

describe('what is not supported', () => {
  it.each<[string, Record<string, unknown>, number, RegExp]>([
    ['an unknown command', { mapReduce: 'a' }, 59, /mapReduce/],
    ['an unknown option', { find: 'a', filtre: {} }, 40415, /filtre/],
    ['collation', { find: 'a', collation: { locale: 'de' } }, 238, /collation/],
    ['a validator', { create: 'b', validator: { a: 1 } }, 238, /validator/],
    ['a view', { create: 'b', viewOn: 'a' }, 238, /viewOn/],
    ['a search index', { createSearchIndexes: 'a', indexes: [] }, 115, /Atlas/],
    ['to change a search index', { updateSearchIndex: 'a', name: 'i', definition: {} }, 115, /Atlas/],
    ['to drop a search index', { dropSearchIndex: 'a', name: 'i' }, 115, /Atlas/],
    ['to list search indexes', { aggregate: 'a', pipeline: [{ $listSearchIndexes: {} }], cursor: {} }, 115, /Atlas/],
    ['a text index', { createIndexes: 'a', indexes: [{ key: { t: 'text' }, name: 't' }] }, 238, /text/],
    ['a geo index', { createIndexes: 'a', indexes: [{ key: { t: '2dsphere' }, name: 't' }] }, 238, /2dsphere/],
    [
      'an unknown index option',
      { createIndexes: 'a', indexes: [{ key: { t: 1 }, name: 't', wrong: 1 }] },
      197,
      /wrong/,
    ],
    ['another API version', { ping: 1, apiVersion: '2' }, 322, /API version/],
    ['a wrong type', { find: 'a', filter: 5 }, 14, /filter/],
    ['a system collection', { create: 'system.users' }, 73, /system.users/],
    ['a name with a dollar', { create: 'a$b' }, 73, /a\$b/],
    ['listDatabases elsewhere', { listDatabases: 1 }, 13, /admin/],
  ])('is refused by name: %s', async (_name, command, code, message) => {
    const reply = await withRaw((client) => client.command(command));
    expect(reply).toMatchObject({ ok: 0, code });
    expect(reply['errmsg']).toMatch(message);
  });
});

describe('an embedded client', () => {
  it('gives up a query after maxTimeMS', async () => {
    const client = await new MongoClient(engine.uri).connect();
    const collection = client.db('slow').collection('numbers');
    await collection.insertMany(Array.from({ length: 20_000 }, (_, n) => ({ n, text: 'x'.repeat(50) })));
    await expect(collection.find({ text: /y$/ }).maxTimeMS(1).toArray()).rejects.toMatchObject({ code: 50 });
    await client.close();
  });

  it('can be reached on a local port', async () => {
    const other = await startTestEngine({ port: 0 });
    expect(other.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\//);
    const client = await new MongoClient(other.uri).connect();
    expect(await client.db('admin').command({ ping: 1 })).toMatchObject({ ok: 1 });
    await client.close();
    await other.remove();
  });
});
