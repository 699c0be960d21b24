import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../../src/kernel/clock.js';
import { createSingleSignOn, type SignOnFlow, type SingleSignOn } from '../../../src/platform/single-sign-on/index.js';
import { CLIENT, startOpenidProvider, type OpenidProvider } from '../../support/openid-provider.js';

const DISCOVERY = '/.well-known/openid-configuration';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = '2025-11-19T09:00:00Z';

describe('a provider of single sign-on', () => {
  let clock: ManualClock;
  let provider: OpenidProvider;
  let logged: string[];
  beforeEach(async () => {
    clock = new ManualClock(START);
    logged = [];
    provider = await startOpenidProvider(clock);
    provider.person = { sub: '7', email: 'jo0@adventure-works.com', email_verified: true };
  });
  afterEach(() => provider.close());

  function connect(changes: { issuer?: string; clientSecret?: string } = {}, timeoutSeconds = 10): SingleSignOn {
    const log = (...line: unknown[]) => void logged.push(JSON.stringify(line));
    return createSingleSignOn({
      config: {
        ...{ issuer: provider.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret },
        ...{ label: 'Adventure Works', organization: undefined, autoCreate: false, ...changes },
      },
      callback: 'http://127.0.0.1:1/callback',
      secret: 'a secret of the tests that is long enough',
      clock,
      logger: { info: log, warn: log, error: log, debug: log } as never,
      timeoutSeconds,
    });
  }

  async function begin(singleSignOn: SingleSignOn): Promise<{ flow: SignOnFlow; query: URLSearchParams }> {
    const { address, state, sealed } = await singleSignOn.begin({ next: '/', again: false });
    const answer = await fetch(address, { redirect: 'manual' });
    const query = new URL(answer.headers.get('location') ?? '').searchParams;
    return { flow: (await singleSignOn.open(sealed, state)) as SignOnFlow, query };
  }

  async function through(singleSignOn: SingleSignOn) {
    const { flow, query } = await begin(singleSignOn);
    return singleSignOn.finish(flow, query);
  }

  const times = (path: string) => provider.asked.filter((one) => one === path).length;

  test('vouches for a verified address, and says since when', async () => {
    provider.authenticatedAt = new Date('2025-11-19T08:00:00Z');
    expect(await through(connect())).toEqual({
      ...{ email: 'jo0@adventure-works.com', emailVerified: true, name: undefined },
      authenticatedAt: new Date('2025-11-19T08:00:00Z'),
    });
  });

  test('is discovered once an hour, and once for all who come at the same time', async () => {
    const singleSignOn = connect();
    await Promise.all([through(singleSignOn), through(singleSignOn), through(singleSignOn)]);
    expect(times(DISCOVERY)).toBe(1);
    clock.advance(59 * MINUTE);
    await through(singleSignOn);
    expect(times(DISCOVERY)).toBe(1);
    clock.advance(2 * MINUTE);
    await through(singleSignOn);
    expect(times(DISCOVERY)).toBe(2);
  });

  test('is used as it was known while its document is away for a while, and not beyond a day', async () => {
    const singleSignOn = connect();
    await through(singleSignOn);
    provider.twist = { down: [DISCOVERY] };
    clock.advance(2 * HOUR);
    await through(singleSignOn);
    await through(singleSignOn);
    expect(times(DISCOVERY)).toBe(2);
    clock.advance(23 * HOUR);
    await expect(through(singleSignOn)).rejects.toMatchObject({ status: 503 });
    provider.twist = {};
    await through(singleSignOn);
  });

  test('that never answers is given up in time, wherever it falls silent', async () => {
    provider.twist = { silent: [DISCOVERY] };
    const away = { status: 503, code: 'single_sign_on.unavailable' };
    await expect(connect({}, 0.2).begin({ next: '/', again: false })).rejects.toMatchObject(away);
    provider.twist = {};
    for (const path of ['/token', '/jwks']) {
      const singleSignOn = connect({}, 2);
      const { flow, query } = await begin(singleSignOn);
      provider.twist = { silent: [path] };
      await expect(singleSignOn.finish(flow, query)).rejects.toMatchObject(away);
      provider.twist = {};
    }
  });

  test('that is gone', async () => {
    const { issuer } = await startOpenidProvider(clock).then(async (gone) => (await gone.close(), gone));
    await expect(connect({ issuer }).begin({ next: '/', again: false })).rejects.toMatchObject({ status: 503 });
  });

  test('must be the one that is configured', async () => {
    provider.twist = { metadata: { issuer: 'https://evil.example' } };
    await expect(connect().begin({ next: '/', again: false })).rejects.toMatchObject({ status: 503 });
  });

  test('has its keys fetched once for many, and anew with its document', async () => {
    const singleSignOn = connect();
    for (let count = 0; count < 3; count += 1) await through(singleSignOn);
    expect(times('/jwks')).toBe(1);
    await provider.rotateKeys();
    clock.advance(2 * HOUR);
    await through(singleSignOn);
    expect(times('/jwks')).toBe(2);
  });

  test.each([[['client_secret_basic']], [['client_secret_post']], [undefined]])(
    'is told the secret as it wants: %s',
    async (methods) => {
      provider.twist = { metadata: { token_endpoint_auth_methods_supported: methods } };
      await expect(through(connect())).resolves.toMatchObject({ emailVerified: true });
    },
  );

  test('that does not accept the secret is not the fault of whoever signs in', async () => {
    await expect(through(connect({ clientSecret: 'wrong' }))).rejects.toMatchObject({ status: 503 });
    expect(logged.join()).toContain('invalid_client');
  });

  test('has its failures logged, without a token, code or secret', async () => {
    const singleSignOn = connect();
    const { flow, query } = await begin(singleSignOn);
    provider.twist = { claims: { nonce: 'another' } };
    const refusal = await singleSignOn.finish(flow, query).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'SignOnRefused', reason: expect.stringContaining('nonce') });
    provider.twist = { down: ['/token'] };
    const next = await begin(singleSignOn);
    await expect(singleSignOn.finish(next.flow, next.query)).rejects.toMatchObject({ status: 503 });
    const told = [...logged, JSON.stringify(refusal), String(refusal)].join();
    expect(logged.length).toBeGreaterThan(0);
    for (const secret of [CLIENT.secret, query.get('code'), flow.verifier, flow.nonce, 'canary-access', 'eyJ']) {
      expect(told).not.toContain(secret);
    }
  });

  describe('sealed flows', () => {
    test('open for their state alone, unchanged, for ten minutes, and nowhere else', async () => {
      const singleSignOn = connect();
      const { state, sealed } = await singleSignOn.begin({ next: '/pm/requests', again: true });
      expect(await singleSignOn.open(sealed, state)).toMatchObject({ next: '/pm/requests', again: true });
      expect(await connect().open(sealed, state)).toBeDefined();
      expect(await singleSignOn.open(sealed, 'another')).toBeUndefined();
      expect(await singleSignOn.open(`${sealed.slice(0, -3)}abc`, state)).toBeUndefined();
      expect(await singleSignOn.open('', state)).toBeUndefined();
      expect(await singleSignOn.open('x'.repeat(10_000), state)).toBeUndefined();
      clock.advance(10 * MINUTE + 1000);
      expect(await singleSignOn.open(sealed, state)).toBeUndefined();
    });
  });
});
