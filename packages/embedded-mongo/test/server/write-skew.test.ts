import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectTestServer } from './test-engine.js';
import type { TestServer } from './test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

// Stricter than MongoDB, whose snapshots let two transactions both find nothing and both insert.
it('does not miss a document that came after it had looked', async () => {
  const collection = server.collection();
  await collection.insertMany([
    { _id: 1, room: 'a' },
    { _id: 2, room: 'b' },
  ]);
  const book = (): Promise<void> =>
    server.client.withSession((session) =>
      session.withTransaction(async () => {
        const taken = await collection.find({ room: 'c' }, { session }).toArray();
        if (taken.length === 0) await collection.insertOne({ room: 'c' }, { session });
      }),
    );
  await Promise.all([book(), book(), book()]);
  expect(await collection.countDocuments({ room: 'c' })).toBe(1);
});
