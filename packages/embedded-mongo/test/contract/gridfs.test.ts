import { GridFSBucket, ObjectId } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

let server: TestServer;
let buckets = 0;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

function bucket(chunkSizeBytes = 1024): { files: GridFSBucket; name: string } {
  buckets += 1;
  const name = `files${buckets}`;
  return { files: new GridFSBucket(server.db, { bucketName: name, chunkSizeBytes }), name };
}

/** Bytes that differ from place to place. */
function content(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff));
}

async function upload(files: GridFSBucket, name: string, bytes: Buffer, metadata = {}): Promise<ObjectId> {
  const stream = files.openUploadStream(name, { metadata });
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject);
    stream.end(bytes, () => resolve());
  });
  return stream.id;
}

async function read(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

describe('a stored file', () => {
  it.each([0, 1, 1023, 1024, 1025, 100_000])('of %i bytes comes back', async (length) => {
    const { files, name } = bucket();
    const id = await upload(files, 'a.bin', content(length), { kind: 'test' });
    expect(await read(files.openDownloadStream(id))).toEqual(content(length));
    const [entry] = await files.find({ 'metadata.kind': 'test' }).toArray();
    expect(entry).toMatchObject({ _id: id, length, chunkSize: 1024, filename: 'a.bin' });
    expect(await server.db.collection(`${name}.chunks`).countDocuments({ files_id: id })).toBe(
      Math.ceil(length / 1024),
    );
  });

  it('of several megabytes comes back in chunks of the usual size', async () => {
    const { files } = bucket(255 * 1024);
    const id = await upload(files, 'large.bin', content(3_000_000));
    expect((await read(files.openDownloadStream(id))).equals(content(3_000_000))).toBe(true);
  });

  it.each([
    [0, 10],
    [1000, 2100],
    [1024, 2048],
    [4999, 5000],
  ])('can be read from %i to %i', async (start, end) => {
    const { files } = bucket();
    const id = await upload(files, 'a.bin', content(5000));
    expect(await read(files.openDownloadStream(id, { start, end }))).toEqual(content(5000).subarray(start, end));
  });

  it('is found by name and revision', async () => {
    const { files } = bucket();
    for (const text of ['first', 'second', 'third']) await upload(files, 'a.txt', Buffer.from(text));
    const revision = async (number: number): Promise<string> =>
      (await read(files.openDownloadStreamByName('a.txt', { revision: number }))).toString();
    expect(await Promise.all([0, 1, -1, -2].map(revision))).toEqual(['first', 'second', 'third', 'second']);
    await expect(revision(7)).rejects.toThrow(/FileNotFound/);
  });

  it('can be renamed and deleted with its chunks', async () => {
    const { files, name } = bucket();
    const id = await upload(files, 'a.bin', content(5000));
    await upload(files, 'b.bin', content(10));
    await files.rename(id, 'c.bin');
    expect((await files.find().sort({ filename: 1 }).toArray()).map((each) => each.filename)).toEqual([
      'b.bin',
      'c.bin',
    ]);
    await files.delete(id);
    expect(await server.db.collection(`${name}.chunks`).countDocuments()).toBe(1);
    await expect(files.delete(id)).rejects.toThrow(/not found/i);
    await expect(files.rename(id, 'x')).rejects.toThrow(/not found/i);
    await expect(read(files.openDownloadStream(id))).rejects.toThrow(/FileNotFound/);
  });
});

it('is told from a damaged one', async () => {
  const { files, name } = bucket();
  const id = await upload(files, 'a.bin', content(5000));
  await server.db.collection(`${name}.chunks`).deleteOne({ files_id: id, n: 2 });
  await expect(read(files.openDownloadStream(id))).rejects.toThrow(/ChunkIsMissing/);
});

it('leaves nothing of an upload that is given up', async () => {
  const { files, name } = bucket();
  const stream = files.openUploadStreamWithId(new ObjectId(), 'a.bin');
  await new Promise<void>((resolve) => stream.write(content(3000), () => resolve()));
  await stream.abort();
  expect(await server.db.collection(`${name}.chunks`).countDocuments()).toBe(0);
  expect(await server.db.collection(`${name}.files`).countDocuments()).toBe(0);
});

it('keeps a chunk from being stored twice', async () => {
  const { files, name } = bucket();
  const id = await upload(files, 'a.bin', content(10));
  const indexes = await server.db.collection(`${name}.chunks`).indexes();
  expect(indexes.map(({ key, unique }) => [key, unique ?? false])).toEqual([
    [{ _id: 1 }, false],
    [{ files_id: 1, n: 1 }, true],
  ]);
  const again = server.db.collection(`${name}.chunks`).insertOne({ files_id: id, n: 0 });
  await expect(again).rejects.toMatchObject({ code: 11000, keyPattern: { files_id: 1, n: 1 } });
  await files.drop();
  expect(await server.db.listCollections({ name: new RegExp(`^${name}\\.`) }).toArray()).toEqual([]);
});
