import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { inOrganization } from '../request-context.js';
import { createTestStorage, type TestStorage } from '../../../test/support/storage.js';
import { createIdempotency, type Idempotency } from './index.js';

let storage: TestStorage;
let clock: ManualClock;
let idempotency: Idempotency;
let otherProcess: Idempotency;
let organization: string;

beforeAll(async () => {
  storage = await createTestStorage();
  clock = new ManualClock('2025-11-12T06:00:00Z');
  idempotency = createIdempotency({ storage: storage.storage, clock, waitMs: 200 });
  otherProcess = createIdempotency({ storage: await storage.connect(), clock });
  await storage.storage.prepare();
});
afterAll(() => storage.close());
beforeEach(() => {
  organization = newId();
});

const KEY = 'f6c5d5a2-0d7e-4c1e-9d51-2f7c4a6f0b11';

function send(
  content: object,
  work: () => Promise<unknown>,
  { by = 'guy', key = KEY, on = idempotency }: { by?: string; key?: string; on?: Idempotency } = {},
) {
  return inOrganization(organization, () => on.once({ actorId: by, key, content }, work));
}

function counting() {
  let runs = 0;
  return {
    work: () => Promise.resolve({ run: (runs += 1), at: clock.now() }),
    get runs() {
      return runs;
    },
  };
}

describe('doing something once for a key', () => {
  it('gives the first answer again, with its days, whatever the order of the fields', async () => {
    const { work } = counting();
    const first = await send({ a: 1, b: [2] }, work);
    expect(first).toEqual({ answer: { run: 1, at: clock.now() }, repeated: false });
    expect(await send({ b: [2], a: 1 }, work)).toEqual({ ...first, repeated: true });
    expect(await send({ a: 1, b: [2] }, work, { on: otherProcess })).toEqual({ ...first, repeated: true });
  });

  it('refuses another content, and takes no notice of other people’s keys', async () => {
    const counted = counting();
    await send({ a: 1 }, counted.work);
    await expect(send({ a: 2 }, counted.work)).rejects.toMatchObject({ status: 422, code: 'idempotency.key_reused' });
    await send({ a: 2 }, counted.work, { by: 'kevin' });
    await send({ a: 2 }, counted.work, { key: `${KEY}2` });
    expect(counted.runs).toBe(3);
  });

  it('keeps nothing of what was refused', async () => {
    const counted = counting();
    await expect(send({ a: 1 }, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(await send({ a: 2 }, counted.work)).toMatchObject({ repeated: false });
  });

  it('forgets after a week', async () => {
    const counted = counting();
    await send({ a: 1 }, counted.work);
    clock.advance(7 * 86_400_000 - 1);
    expect(await send({ a: 1 }, counted.work)).toMatchObject({ repeated: true });
    clock.advance(1);
    expect(await send({ a: 1 }, counted.work)).toMatchObject({ repeated: false });
    expect(counted.runs).toBe(2);
  });

  it('answers 409 while the same takes long, and lets two processes do it once', async () => {
    let finish = () => {};
    const slow = send({ a: 1 }, () => new Promise((resolve) => (finish = () => resolve('done'))));
    await expect(send({ a: 1 }, () => Promise.resolve('again'))).rejects.toMatchObject({
      status: 409,
      code: 'idempotency.running',
    });
    const patient = send({ a: 1 }, () => Promise.resolve('again'));
    finish();
    expect(await patient).toEqual({ answer: 'done', repeated: true });
    expect(await slow).toEqual({ answer: 'done', repeated: false });

    const answers = await Promise.all(
      [idempotency, otherProcess].map((on) =>
        send({ a: 1 }, () => Promise.resolve('one of two'), { on, key: `${KEY}3` }),
      ),
    );
    expect(answers.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
  });

  it.each([[''], ['short'], ['x'.repeat(101)], ['with blank in it'], ['null\u0000byte']])(
    'refuses the key %j',
    async (key) => {
      await expect(send({}, () => Promise.resolve(1), { key })).rejects.toMatchObject({
        status: 422,
        code: 'idempotency.key_invalid',
      });
    },
  );
});
