import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { newId, newToken } from '../../../src/kernel/ids.js';
import type { SessionClaim, SessionOpening } from '../../../src/modules/people/index.js';
import {
  createAccessWorld,
  eventsAbout,
  PASSWORD,
  type AccessTenant,
  type AccessWorld,
} from '../../support/access-world.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = '2025-11-12T06:00:00Z';
const FROM = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  address: '203.0.113.7',
};

let world: AccessWorld;
let tenant: AccessTenant;

beforeAll(async () => {
  world = await createAccessWorld();
  tenant = await world.tenant();
});
afterEach(() => world.clock.set(START));
afterAll(() => world.close());

async function somebody(of: AccessTenant = tenant, grants: readonly string[] = []): Promise<PersonActor> {
  const person = await of.account({ grants, email: `somebody-${newId()}@adventure-works.com` });
  return world.people.access.signIn({ email: person.email, password: PASSWORD });
}

async function openingOf(actor: PersonActor): Promise<SessionOpening> {
  const epoch = await world.people.access.epochOf(actor.personId);
  return { id: newId(), epoch, stored: newToken(), method: 'password', from: FROM };
}

function claimOf(actor: PersonActor, { id, epoch }: SessionOpening): SessionClaim {
  const { personId, organizationId } = actor;
  return { id, personId, organizationId, epoch, createdAt: world.clock.now().getTime() };
}

async function open(actor: PersonActor): Promise<SessionClaim> {
  const opening = await openingOf(actor);
  await world.people.access.openSession(actor, opening);
  return claimOf(actor, opening);
}

const stands = async (claim: SessionClaim, use = true) =>
  (await world.people.access.standingSession(claim, use)) !== undefined;

const eventsOf = async (actor: PersonActor, type: string) =>
  (await eventsAbout(world, actor.personId)).filter((one) => one === type).length;

describe('sessions', () => {
  it('are listed with what can honestly be said: device, shortened address, when and how', async () => {
    const actor = await somebody();
    const { id } = await open(actor);
    const { sessions } = await world.people.access.sessionsOf(actor, actor.personId);
    expect(sessions).toEqual([
      {
        id,
        ...{ browser: 'Firefox', system: 'Linux', network: '203.0.113.x', method: 'password' },
        ...{ startedAt: new Date(START), seenAt: new Date(START) },
      },
    ]);
  });

  it('end when nobody used them for the idle limit; looking does not count as use', async () => {
    const claim = await open(await somebody());
    world.clock.advance(59 * MINUTE);
    expect(await stands(claim)).toBe(true);
    world.clock.advance(59 * MINUTE);
    expect(await stands(claim, false)).toBe(true);
    world.clock.advance(MINUTE);
    expect(await stands(claim)).toBe(false);
  });

  it('end after the limits that the organization sets, and never later than the product allows', async () => {
    const strict = await world.tenant({
      settings: { access: { passwordMinLength: 8, idleMinutes: 5, sessionHours: 1, rememberDays: 1 } },
    });
    const idle = await open(await somebody(strict));
    const busy = await open(await somebody(strict));
    for (let minute = 0; minute < 60; minute += 4) {
      expect(await stands(busy)).toBe(true);
      world.clock.advance(4 * MINUTE);
    }
    expect(await stands(busy)).toBe(false);
    expect(await stands(idle)).toBe(false);
    const loose = await world.tenant({
      settings: { access: { passwordMinLength: 8, idleMinutes: 9000, sessionHours: 9000, rememberDays: 9000 } },
    });
    world.clock.set(START);
    const claim = await open(await somebody(loose));
    world.clock.advance(HOUR);
    expect(await stands(claim)).toBe(false);
  });

  it('end one by one, and all others, and are gone from the list', async () => {
    const { access } = world.people;
    const actor = await somebody();
    const [first, second, third] = [await open(actor), await open(actor), await open(actor)];
    await access.endSession(actor, first.id);
    expect([await stands(first, false), await stands(second), await stands(third)]).toEqual([false, true, true]);
    await expect(access.endSession(actor, first.id)).rejects.toMatchObject({ status: 404 });
    const tokens = await access.issueTokens(actor, FROM);
    const remembered = await access.rememberDevice(actor, FROM);
    expect(await access.endOtherSessions(actor, third.id)).toBe(3);
    const left = await access.sessionsOf(actor, actor.personId);
    expect(left).toMatchObject({ sessions: [{ id: third.id }], devices: [], programs: [] });
    expect(await access.bearerOf(tokens.accessToken)).toBeUndefined();
    expect(await access.readRemembered(remembered?.token ?? '')).toEqual({ kind: 'none' });
    expect(await eventsOf(actor, 'session.ended')).toBe(2);
  });

  it('end at once for those as well that were used a moment ago', async () => {
    const actor = await somebody();
    const [one, another] = [await open(actor), await open(actor)];
    expect([await stands(one), await stands(another)]).toEqual([true, true]);
    await world.people.access.endSession(actor, one.id);
    expect([await stands(one), await stands(another)]).toEqual([false, true]);
    await world.people.access.endOtherSessions(actor, undefined);
    expect(await stands(another)).toBe(false);
  });

  it('take a browser along that was remembered after they began', async () => {
    const { access } = world.people;
    const actor = await somebody();
    const claim = await open(actor);
    const remembered = await access.rememberDevice(actor, FROM, claim.id);
    expect(await access.readRemembered(remembered?.token ?? '')).toMatchObject({ kind: 'newest' });
    await access.endSession(actor, claim.id);
    expect(await access.readRemembered(remembered?.token ?? '')).toEqual({ kind: 'none' });
  });

  it('of others are seen and ended by HR administration of the same organization alone', async () => {
    const { access } = world.people;
    const actor = await somebody();
    const { id } = await open(actor);
    const strangers = [await somebody(), await somebody(await world.tenant(), ['hr'])];
    for (const stranger of strangers) {
      await expect(access.sessionsOf(stranger, actor.personId)).rejects.toMatchObject({ status: 404 });
      await expect(access.endSession(stranger, id)).rejects.toMatchObject({ status: 404 });
    }
    const hr = await somebody(tenant, ['hr']);
    expect((await access.sessionsOf(hr, actor.personId)).sessions).toHaveLength(1);
    await access.endSession(hr, id);
    expect((await access.sessionsOf(hr, actor.personId)).sessions).toEqual([]);
  });

  it('stay ended when the exit date that ended them is cleared, or somebody is let back in', async () => {
    const { access } = world.people;
    const returns: readonly ((actor: PersonActor) => Promise<unknown>)[] = [
      ({ personId }) => tenant.run(() => world.people.edit(tenant.system, personId, { exitDate: null })),
      ({ personId }) => tenant.run(() => world.people.reactivate(tenant.system, personId, 'came back')),
    ];
    for (const comesBack of returns) {
      world.clock.set(START);
      const actor = await somebody();
      const { accessToken } = await access.issueTokens(actor);
      const remembered = await access.rememberDevice(actor, FROM);
      const { token } = await access.createPersonalToken(actor, { name: 'Report', scopes: ['read'], days: 9 });
      const claim = await open(actor);
      await tenant.run(() => world.people.edit(tenant.system, actor.personId, { exitDate: '2025-11-12' }));
      // Midnight in Kolkata passes, and with it the last day.
      world.clock.set('2025-11-12T18:31:00Z');
      expect(await access.actorOf(actor.personId)).toBeUndefined();
      await comesBack(actor);
      expect(await access.actorOf(actor.personId)).toBeDefined();
      world.clock.set(START);
      expect(await stands(claim)).toBe(false);
      for (const one of [accessToken, token]) expect(await access.bearerOf(one)).toBeUndefined();
      expect(await access.readRemembered(remembered?.token ?? '')).toEqual({ kind: 'none' });
    }
  });

  it('acceptance 3 and 6: every session, device and token ends with deactivation and with a new password', async () => {
    const { access } = world.people;
    const ends: readonly ((actor: PersonActor) => Promise<unknown>)[] = [
      (actor) => access.changePassword(actor, { currentPassword: PASSWORD, newPassword: 'Another-word-2026' }),
      ({ personId }) => tenant.run(() => world.people.deactivate(tenant.system, personId, 'left the company')),
    ];
    for (const end of ends) {
      const actor = await somebody();
      const claim = await open(actor);
      const { accessToken } = await access.issueTokens(actor);
      const remembered = await access.rememberDevice(actor, FROM);
      const { token } = await access.createPersonalToken(actor, { name: 'Report', scopes: ['read'], days: 9 });
      expect(await access.bearerOf(token)).toMatchObject({ scopes: ['read'], passwordAt: null });
      await end(actor);
      expect(await stands(claim)).toBe(false);
      expect(await access.bearerOf(accessToken)).toBeUndefined();
      expect(await access.bearerOf(token)).toBeUndefined();
      expect(await access.readRemembered(remembered?.token ?? '')).toEqual({ kind: 'none' });
    }
  });
});

describe('remembered browsers', () => {
  async function remembered(of: AccessTenant = tenant) {
    const actor = await somebody(of);
    const token = (await world.people.access.rememberDevice(actor, FROM))?.token ?? '';
    return { actor, token };
  }

  /** What a browser does that opens the product in the morning. */
  async function use(token: string, sessionId = newToken()) {
    const { access } = world.people;
    const answer = await access.readRemembered(token);
    if (answer.kind !== 'newest') return { answer, token: undefined, claim: undefined };
    const opening = { ...(await openingOf(answer.use.actor)), method: 'remembered' as const };
    const next = await access.replaceRemembered(answer.use, opening, sessionId);
    return { answer, token: next?.token, claim: claimOf(answer.use.actor, opening) };
  }

  it('start one session after the other, each token once', async () => {
    let { token } = await remembered();
    const seen = new Set([token]);
    for (let day = 0; day < 5; day += 1) {
      const used = await use(token);
      expect(used.claim && (await stands(used.claim))).toBe(true);
      token = used.token ?? '';
      expect(seen.has(token)).toBe(false);
      seen.add(token);
      world.clock.advance(DAY);
    }
  });

  it('7: a stolen token used after rotation: the whole family and its sessions end, and the person is told', async () => {
    const { actor, token: stolen } = await remembered();
    const own = await use(stolen);
    world.clock.advance(HOUR / 2);
    expect(await stands(own.claim as SessionClaim)).toBe(true);
    const other = await remembered();
    expect((await use(stolen)).answer).toEqual({ kind: 'none' });
    expect(await stands(own.claim as SessionClaim, false)).toBe(false);
    expect((await use(own.token ?? '')).answer).toEqual({ kind: 'none' });
    expect((await use(stolen)).answer).toEqual({ kind: 'none' });
    expect(await eventsOf(actor, 'token.reuse_detected')).toBe(1);
    expect((await use(other.token)).answer.kind).toBe('newest');
  });

  it('7: the thief may be the first: the owner ends it by coming back', async () => {
    const { actor, token } = await remembered();
    const thief = await use(token);
    world.clock.advance(11_000);
    expect((await use(token)).answer).toEqual({ kind: 'none' });
    expect(await stands(thief.claim as SessionClaim, false)).toBe(false);
    expect((await use(thief.token ?? '')).answer).toEqual({ kind: 'none' });
    expect(await eventsOf(actor, 'token.reuse_detected')).toBe(1);
  });

  it('hand the session over to another tab of the same moment, and no token with it', async () => {
    const { actor, token } = await remembered();
    const first = await use(token, 'the id of the session');
    world.clock.advance(9_999);
    expect((await use(token)).answer).toEqual({ kind: 'replaced', sessionId: 'the id of the session' });
    world.clock.advance(1);
    expect((await use(token)).answer).toEqual({ kind: 'none' });
    expect(await stands(first.claim as SessionClaim, false)).toBe(false);
    expect(await eventsOf(actor, 'token.reuse_detected')).toBe(1);
  });

  it('know older tokens than the last as stolen, however soon they come', async () => {
    const { token } = await remembered();
    const second = await use(token);
    const third = await use(second.token ?? '');
    expect((await use(token)).answer).toEqual({ kind: 'none' });
    expect((await use(third.token ?? '')).answer).toEqual({ kind: 'none' });
  });

  it('twenty tabs at once: one session, one new token, no alarm', async () => {
    const { actor, token } = await remembered();
    const answers = await Promise.all(Array.from({ length: 20 }, () => use(token)));
    const next = answers.flatMap((answer) => answer.token ?? []);
    expect(next).toHaveLength(1);
    expect(await eventsOf(actor, 'token.reuse_detected')).toBe(0);
    expect((await world.people.access.sessionsOf(actor, actor.personId)).sessions).toHaveLength(1);
    expect((await use(next[0] ?? '')).answer.kind).toBe('newest');
  });

  it('are forgotten after the days that the organization allows, at once where it switches it off, and by signing out', async () => {
    const access = { passwordMinLength: 8, idleMinutes: 60, sessionHours: 12, rememberDays: 2 };
    const strict = await world.tenant({ settings: { access } });
    let { token } = await remembered(strict);
    world.clock.advance(2 * DAY - 1);
    token = (await use(token)).token ?? '';
    world.clock.advance(1);
    expect((await use(token)).answer).toEqual({ kind: 'none' });

    const features = { ...tenant.organization.settings.features, rememberMe: false };
    const without = await world.tenant({ settings: { features } });
    expect(await world.people.access.rememberDevice(await somebody(without), FROM)).toBeUndefined();

    const leaving = await remembered();
    await world.people.access.signOut(undefined, undefined, leaving.token);
    expect((await use(leaving.token)).answer).toEqual({ kind: 'none' });
  });

  it('are kept as hashes', async () => {
    const { token } = await remembered();
    const next = await use(token, 'a-session-id-to-be-hidden');
    const stored = JSON.stringify(await world.storage.connection.collection('remembered_devices').find().toArray());
    for (const secret of [token.split('.')[1], next.token?.split('.')[1], 'a-session-id-to-be-hidden']) {
      expect(stored).not.toContain(secret);
    }
  });

  it('make nothing of what is no token', async () => {
    for (const token of [
      '',
      'x',
      `${'a'.repeat(43)}.${'b'.repeat(43)}`,
      '{"$ne":null}',
      `${newToken()}.${newToken()}.x`,
    ]) {
      expect(await world.people.access.readRemembered(token)).toEqual({ kind: 'none' });
    }
  });
});

describe('personal tokens', () => {
  const input = { name: 'Quarterly report', scopes: ['read', 'write'] as const, days: 90 };

  it('speak for their person until they end, are kept as hashes, and say when they were used', async () => {
    const { access } = world.people;
    const actor = await somebody();
    const { token, personalToken } = await access.createPersonalToken(actor, input);
    expect(token).toMatch(/^pwp_[0-9a-f]{24}_[\w-]{43}$/);
    expect(personalToken).toMatchObject({ name: input.name, usedAt: null });
    expect(await access.bearerOf(token)).toMatchObject({ actor: { personId: actor.personId }, scopes: input.scopes });
    world.clock.advance(30_000);
    await access.bearerOf(token);
    const used = async () => (await access.sessionsOf(actor, actor.personId)).tokens[0]?.usedAt;
    expect(await used()).toEqual(new Date(START));
    world.clock.advance(30_000);
    await access.bearerOf(token);
    expect(await used()).toEqual(new Date(new Date(START).getTime() + MINUTE));
    const stored = await world.storage.connection.collection('personal_tokens').find().toArray();
    expect(JSON.stringify(stored)).not.toContain(token.split('_')[2]);
    world.clock.set(START);
    world.clock.advance(90 * DAY);
    expect(await access.bearerOf(token)).toBeUndefined();
    expect((await access.sessionsOf(actor, actor.personId)).tokens).toEqual([]);
  });

  it('end when revoked, once and for all', async () => {
    const { access } = world.people;
    const actor = await somebody();
    const { token, personalToken } = await access.createPersonalToken(actor, input);
    await expect(access.revokePersonalToken(await somebody(), personalToken.id)).rejects.toMatchObject({ status: 404 });
    await access.revokePersonalToken(actor, personalToken.id);
    expect(await access.bearerOf(token)).toBeUndefined();
    await expect(access.revokePersonalToken(actor, personalToken.id)).rejects.toMatchObject({ status: 404 });
    expect(await eventsAbout(world, actor.personId)).toEqual(
      expect.arrayContaining(['token.created', 'token.revoked']),
    );
  });

  it('are twenty at most, and none where they are switched off', async () => {
    const { access } = world.people;
    const actor = await somebody();
    for (let count = 0; count < 20; count += 1) await access.createPersonalToken(actor, { ...input, days: 1 });
    await expect(access.createPersonalToken(actor, input)).rejects.toMatchObject({ code: 'token.too_many' });
    world.clock.advance(DAY);
    await access.createPersonalToken(actor, input);
    const features = { ...tenant.organization.settings.features, personalTokens: false };
    const without = await somebody(await world.tenant({ settings: { features } }));
    await expect(access.createPersonalToken(without, input)).rejects.toMatchObject({ code: 'token.switched_off' });
  });

  it('are refused when forged or cut', async () => {
    const { access } = world.people;
    const { token } = await access.createPersonalToken(await somebody(), input);
    const [, id = ''] = token.split('_');
    for (const forged of [
      token.slice(0, -1),
      `pwp_${id}_${newToken()}`,
      `pwp_${newId()}_${newToken()}`,
      'pwp_',
      'pwp_x_y',
    ]) {
      expect(await access.bearerOf(forged)).toBeUndefined();
    }
  });
});
