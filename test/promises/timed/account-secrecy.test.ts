import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, anonymous, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';

/** So many known and unknown addresses. */
const ADDRESSES = 40;
/** The first ones only warm up. */
const WARM_UP = 5;

/**
 * The mean without the tenth at either end. A request that follows one which is being dealt with waits for it, so times
 * have two heaps; where a median falls between two heaps of equal size is chance, the mean is not.
 */
function typical(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const cut = Math.floor(sorted.length / 10);
  const kept = sorted.slice(cut, sorted.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

/** As shuffled, and the same in every run. */
function shuffled<T>(round: number, items: readonly T[]): T[] {
  const lot = (index: number) => createHash('sha256').update(`${round} ${index}`).digest('hex');
  return items
    .map((item, index) => ({ item, lot: lot(index) }))
    .sort((one, other) => (one.lot < other.lot ? -1 : 1))
    .map(({ item }) => item);
}

/** What an observer sees, without what differs in every answer. */
function seen({ status, headers, text }: Answer): string {
  const { date: _date, 'x-request-id': _id, etag: _etag, ...rest } = headers as Record<string, string>;
  const body = text.replace(/"(errorId|flowId)":"[^"]+"/g, '"$1":""').replace(/flow=[\w-]{43}/, 'flow=');
  return JSON.stringify([status, { ...rest, location: rest['location']?.replace(/flow=[\w-]{43}/, 'flow=') }, body]);
}

describe('you cannot find out who works here', () => {
  let app: TestApp;
  const known: string[] = [];
  const unknown: string[] = [];
  let spare = '';
  beforeAll(async () => {
    app = await openTestApp();
    const tenant = await app.tenant({ settings: { registrationOpen: true, allowedDomains: ['adventure-works.com'] } });
    for (let index = 0; index < ADDRESSES + WARM_UP; index += 1) {
      const number = String(index).padStart(2, '0');
      const person = await account(app, tenant, { email: `known${number}@adventure-works.com` });
      // One in four has left: that tells nothing either.
      if (index % 4 === 3) await tenant.run(() => app.container.people.deactivate(tenant.system, person.id, 'left'));
      known.push(person.email);
      unknown.push(`other${number}@adventure-works.com`);
    }
    spare = (await account(app, tenant, { email: 'spare@adventure-works.com' })).email;
    // Answers to what was asked come between the requests, as in a running product.
    app.container.people.access.asks.start();
  });
  afterAll(() => app.close());

  const ASKS: readonly (readonly [string, string, (email: string) => object, number])[] = [
    ['signing in', '/auth/login', (email) => ({ email, password: 'not-the-password' }), 401],
    ['a code', '/auth/login', (email) => ({ email }), 202],
    ['a forgotten password', '/auth/forgot-password', (email) => ({ email }), 202],
    ['registering', '/auth/register', (email) => ({ name: 'Guy Gilbert', email }), 202],
  ];

  /** Asks once for every address and gives the times; every answer must look the same. */
  async function measure([, path, body, status]: (typeof ASKS)[number], answers: Set<string>, round: number) {
    const agent = anonymous(app);
    const times = { known: [] as number[], unknown: [] as number[] };
    const ask = async (kind: keyof typeof times, email: string) => {
      const start = performance.now();
      const answer = await agent.post(path).send(body(email));
      times[kind].push(performance.now() - start);
      expect(answer.status).toBe(status);
      answers.add(seen(answer));
    };
    const both = (from: number, to?: number) => [
      ...known.slice(from, to).map((email) => ['known', email] as const),
      ...unknown.slice(from, to).map((email) => ['unknown', email] as const),
    ];
    for (const [kind, email] of both(0, WARM_UP)) await ask(kind, email);
    times.known.length = times.unknown.length = 0;
    // Without a rhythm: what was asked before is answered meanwhile, at about the pace of these requests, and would fall
    // in with theirs.
    for (const [kind, email] of shuffled(round, both(WARM_UP))) await ask(kind, email);
    expect(times.known).toHaveLength(ADDRESSES);
    return times;
  }

  test.each(ASKS)('%s: same status, bytes and time for forty known and forty unknown', async (...ask) => {
    const answers = new Set<string>();
    const all = { known: [] as number[], unknown: [] as number[] };
    let ratio = 0;
    // A busy machine blurs forty; what tells known from unknown still tells after three times forty, which is what an
    // account may be asked for.
    for (let round = 0; round < 3 && !(ratio > 0.8 && ratio < 1.25); round += 1) {
      const times = await measure(ask, answers, round);
      all.known.push(...times.known);
      all.unknown.push(...times.unknown);
      ratio = typical(all.known) / typical(all.unknown);
    }
    expect([...answers]).toHaveLength(1);
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
  });

  test('typing a code: the same for flows of known and unknown addresses', async () => {
    const flowOf = async (email: string) =>
      ((await anonymous(app).post('/auth/login').send({ email })).body as { flowId: string }).flowId;
    // Addresses that were not asked for before, so that no limit has its say.
    const flows = [await flowOf(spare), await flowOf('nobody.at.all@adventure-works.com')];
    await app.container.people.access.asks.run();
    const answers = new Set<string>();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      for (const flowId of flows) {
        answers.add(seen(await anonymous(app).post('/auth/verify-otp').send({ flowId, code: '000000' })));
      }
    }
    expect([...answers]).toHaveLength(1);
  });
});
