import mongoose from 'mongoose';
import type { InferSchemaType } from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestEngine } from './test-engine.js';

const personSchema = new mongoose.Schema(
  {
    email: { type: String, required: true, unique: true },
    age: Number,
    tags: [String],
    visits: { type: Map, of: Number },
    friend: { type: mongoose.Schema.Types.ObjectId, ref: 'Person' },
  },
  { timestamps: true, optimisticConcurrency: true },
);
type Person = InferSchemaType<typeof personSchema>;

const definePeople = (on: mongoose.Connection) => on.model('Person', personSchema);

let engine: Awaited<ReturnType<typeof startTestEngine>>;
let connection: mongoose.Connection;
let people: ReturnType<typeof definePeople>;

beforeAll(async () => {
  mongoose.set('transactionAsyncLocalStorage', true);
  engine = await startTestEngine();
  connection = await mongoose.createConnection(engine.uri, { dbName: 'mongoose' }).asPromise();
  people = definePeople(connection);
  await people.init();
});
afterAll(async () => {
  await connection.close();
  await engine.remove();
});

it('creates, finds, populates and saves', async () => {
  const ada = await people.create({ email: 'a@example.org', age: 3, tags: ['x'] });
  await people.create({ email: 'b@example.org', friend: ada._id });
  const found = await people.findOne({ email: 'b@example.org' }).populate<{ friend: Person }>('friend').orFail();
  expect(found.friend.email).toBe('a@example.org');
  ada.tags.push('y');
  ada.age = 4;
  await ada.save();
  expect(await people.findById(ada._id).lean()).toMatchObject({ tags: ['x', 'y'], age: 4 });
});

it('notices a version that is no longer there', async () => {
  const first = await people.create({ email: 'v@example.org', age: 1 });
  const second = await people.findById(first._id).orFail();
  first.age = 2;
  await first.save();
  second.age = 3;
  await expect(second.save()).rejects.toBeInstanceOf(mongoose.Error.VersionError);
});

it('reports duplicate keys', async () => {
  await people.create({ email: 'd@example.org' });
  await expect(people.create({ email: 'd@example.org' })).rejects.toMatchObject({
    code: 11000,
    keyValue: { email: 'd@example.org' },
  });
});

it('runs transactions without passing the session', async () => {
  await connection.transaction(async () => {
    await people.create({ email: 't@example.org' });
    await people.updateOne({ email: 't@example.org' }, { age: 9 });
  });
  expect(await people.findOne({ email: 't@example.org' }).lean()).toMatchObject({ age: 9 });
  const failing = connection.transaction(async () => {
    await people.create({ email: 'never@example.org' });
    throw new Error('enough');
  });
  await expect(failing).rejects.toThrow('enough');
  expect(await people.exists({ email: 'never@example.org' })).toBeNull();
});
