import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createAccessWorld,
  eventsAbout,
  PASSWORD,
  type AccessTenant,
  type AccessWorld,
} from '../../support/access-world.js';

let world: AccessWorld;
let tenant: AccessTenant;

beforeAll(async () => {
  world = await createAccessWorld();
  tenant = await world.tenant();
});

afterAll(() => world.close());

const INVALID = { code: 'auth.invalid_token', status: 401 };

async function tokensOfSomebody() {
  const person = await tenant.account();
  const actor = await world.people.access.signIn({ email: person.email, password: PASSWORD });
  return { person, tokens: await world.people.access.issueTokens(actor) };
}

describe('tokens', () => {
  it('speak for the person for fifteen minutes', async () => {
    const { access } = world.people;
    const { person, tokens } = await tokensOfSomebody();
    expect(tokens).toMatchObject({ tokenType: 'Bearer', expiresIn: 900 });
    const start = world.clock.now();
    world.clock.advance(899_000);
    expect(await access.actorFromAccessToken(tokens.accessToken)).toMatchObject({ personId: person.id });
    world.clock.advance(2000);
    expect(await access.actorFromAccessToken(tokens.accessToken)).toBeUndefined();
    world.clock.set(start);
  });

  it('are refused when forged, unsigned or cut', async () => {
    const { access } = world.people;
    const { person, tokens } = await tokensOfSomebody();
    const claims = { sub: person.id, iss: 'prowess-points', aud: 'prowess-points', exp: 4_000_000_000, epoch: 1 };
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('x'.repeat(40)));
    const unsigned = new UnsecuredJWT(claims).encode();
    for (const token of [forged, unsigned, tokens.accessToken.slice(0, -2), tokens.refreshToken, '', 'a.b.c']) {
      expect(await access.actorFromAccessToken(token)).toBeUndefined();
    }
  });

  it('are exchanged for new ones, each refresh token once', async () => {
    const { access } = world.people;
    const { person, tokens } = await tokensOfSomebody();
    const second = await access.refresh(tokens.refreshToken);
    const third = await access.refresh(second.refreshToken);
    expect(new Set([tokens.refreshToken, second.refreshToken, third.refreshToken]).size).toBe(3);
    expect(await access.actorFromAccessToken(third.accessToken)).toMatchObject({ personId: person.id });
  });

  it('acceptance 7: one used after its exchange ends the whole family, and it is on record', async () => {
    const { access } = world.people;
    const { person, tokens } = await tokensOfSomebody();
    const other = await access.issueTokens(await access.signIn({ email: person.email, password: PASSWORD }));
    const renewed = await access.refresh(tokens.refreshToken);
    await expect(access.refresh(tokens.refreshToken)).rejects.toMatchObject(INVALID);
    await expect(access.refresh(renewed.refreshToken)).rejects.toMatchObject(INVALID);
    await expect(access.refresh(tokens.refreshToken)).rejects.toMatchObject(INVALID);
    const events = await eventsAbout(world, person.id);
    expect(events.filter((type) => type === 'token.reuse_detected')).toHaveLength(1);
    expect((await access.refresh(other.refreshToken)).tokenType).toBe('Bearer');
  });

  it('presented twenty times at once: one exchange at most, and the family ends', async () => {
    const { access } = world.people;
    const { tokens } = await tokensOfSomebody();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => access.refresh(tokens.refreshToken)));
    const exchanged = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(exchanged.length).toBeLessThanOrEqual(1);
    for (const { refreshToken } of exchanged) await expect(access.refresh(refreshToken)).rejects.toMatchObject(INVALID);
  });

  it('end when revoked; revoking what nobody knows does nothing', async () => {
    const { access } = world.people;
    const { tokens } = await tokensOfSomebody();
    await access.revoke(tokens.refreshToken);
    await expect(access.refresh(tokens.refreshToken)).rejects.toMatchObject(INVALID);
    for (const token of ['', 'x', `${'f'.repeat(24)}.${'a'.repeat(43)}`]) {
      await access.revoke(token);
      await expect(access.refresh(token)).rejects.toMatchObject(INVALID);
    }
  });

  it('end after thirty days, however often they were renewed', async () => {
    const { access } = world.people;
    let { refreshToken } = (await tokensOfSomebody()).tokens;
    const start = world.clock.now();
    for (let week = 0; week < 4; week += 1) {
      world.clock.advance(7 * 86_400_000);
      ({ refreshToken } = await access.refresh(refreshToken));
    }
    world.clock.advance(2 * 86_400_000);
    await expect(access.refresh(refreshToken)).rejects.toMatchObject(INVALID);
    world.clock.set(start);
  });

  it('are kept as hashes', async () => {
    const { tokens } = await tokensOfSomebody();
    const secret = tokens.refreshToken.split('.')[1] ?? '';
    const stored = await world.storage.connection.collection('token_families').find().toArray();
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toContain(secret);
  });
});
