import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/modules/organizations/index.js';
import type { Person } from '../../../src/modules/people/index.js';
import {
  createAccessWorld,
  eventsAbout,
  PASSWORD,
  type AccessTenant,
  type AccessWorld,
} from '../../support/access-world.js';
import { mailsTo, tokenIn } from '../../support/account-mail.js';

let world: AccessWorld;
let tenant: AccessTenant;

beforeAll(async () => {
  world = await createAccessWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

const MINUTE = 60_000;
const NEW = 'Quiet-mountains-2031';
const ENDED = { status: 422, code: 'link.ended', errors: [{ path: 'token' }] };

/** Asks for a new password and reads the mail. */
async function linkFor({ email }: Pick<Person, 'email'>): Promise<string> {
  await world.people.access.requestPasswordReset({ email });
  await world.people.access.asks.run();
  const [mail] = await mailsTo(world.mailer, email);
  return mail === undefined ? '' : tokenIn(mail);
}

const choose = (token: string, password = NEW) => world.people.access.choosePassword({ token, password });
const signIn = ({ email }: Pick<Person, 'email'>, password: string) => world.people.access.signIn({ email, password });

describe('a forgotten password', () => {
  let person: Person;
  beforeEach(async () => {
    person = await tenant.account();
  });

  it('6: is replaced by the link of a mail, once, and all sessions end', async () => {
    const before = await world.people.access.epochOf(person.id);
    const token = await linkFor(person);
    const [mail] = await mailsTo(world.mailer, person.email);
    expect(mail?.text).toContain(`https://points.example.org/auth/reset-password?token=${token}`);
    expect(await world.people.access.passwordLink(token)).toEqual({
      kind: 'reset',
      name: person.name,
      email: person.email,
      minLength: 8,
    });
    expect(await choose(token)).toEqual({ kind: 'reset' });
    expect((await signIn(person, NEW)).personId).toBe(person.id);
    await expect(signIn(person, PASSWORD)).rejects.toMatchObject({ status: 401 });
    expect(await world.people.access.actorOf(person.id, before)).toBeUndefined();
    await expect(choose(token, 'Another-secret-77')).rejects.toMatchObject(ENDED);
    expect(await world.people.access.passwordLink(token)).toBeUndefined();
    expect(await eventsAbout(world, person.id)).toEqual(
      expect.arrayContaining(['person.reset_sent', 'person.password_changed', 'person.sessions_ended']),
    );
  });

  it('6: ten uses of one link at once set one password', async () => {
    const token = await linkFor(person);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => choose(token, `Parallel-secret-${index}`)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect((await signIn(person, `Parallel-secret-${winner}`)).personId).toBe(person.id);
  });

  it('the link lives sixty minutes', async () => {
    const good = await linkFor(person);
    world.clock.advance(60 * MINUTE);
    expect(await world.people.access.passwordLink(good)).toBeDefined();
    world.clock.advance(1000);
    expect(await world.people.access.passwordLink(good)).toBeUndefined();
    await expect(choose(good)).rejects.toMatchObject(ENDED);
  });

  it('a link that went to an address which is not the person’s any more does nothing', async () => {
    const token = await linkFor(person);
    await tenant.run(() => world.people.edit(tenant.system, person.id, { email: `new-${person.email}` }));
    expect(await world.people.access.passwordLink(token)).toBeUndefined();
    await expect(choose(token)).rejects.toMatchObject(ENDED);
  });

  it('a new link ends the older one, and any change of the password ends all', async () => {
    const first = await linkFor(person);
    const second = await linkFor(person);
    await expect(choose(first)).rejects.toMatchObject(ENDED);
    expect(await world.people.access.passwordLink(second)).toBeDefined();
    const actor = await signIn(person, PASSWORD);
    await world.people.access.changePassword(actor, { currentPassword: PASSWORD, newPassword: NEW });
    await expect(choose(second, 'Another-secret-77')).rejects.toMatchObject(ENDED);
  });

  it('the password rule holds as everywhere, and a refused password does not use the link up', async () => {
    const token = await linkFor(person);
    for (const [password, code] of [
      ['short', 'password.not_accepted'],
      ['password123', 'password.not_accepted'],
      [person.email, 'password.not_accepted'],
      [PASSWORD, 'password.used_before'],
    ] as const) {
      await expect(choose(token, password)).rejects.toMatchObject({
        status: 422,
        code,
        errors: [{ path: 'password' }],
      });
    }
    await choose(token);
    for (const next of ['Second-secret-2032', 'Third-secret-2033']) await choose(await linkFor(person), next);
    // The current one and the last three.
    for (const earlier of [PASSWORD, NEW, 'Second-secret-2032', 'Third-secret-2033']) {
      await expect(choose(await linkFor(person), earlier)).rejects.toMatchObject({ code: 'password.used_before' });
    }
  });

  it('asks for as many characters as the organization wants', async () => {
    const settings = { access: { ...DEFAULT_SETTINGS.access, passwordMinLength: 14 } };
    const strict = await world.tenant({ settings });
    const there = await strict.account({ email: 'strict@adventure-works.com' });
    const token = await linkFor(there);
    expect((await world.people.access.passwordLink(token))?.minLength).toBe(14);
    await expect(choose(token, 'Shore-2031-ab')).rejects.toMatchObject({ message: 'At least 14 characters.' });
    await expect(
      world.people.access.setPassword(strict.system, there.id, 'Shore-2031-ab', { initial: true }),
    ).rejects.toMatchObject({ message: 'At least 14 characters.' });
    await choose(token, 'Shore-2031-abc');
  });

  it('unknown, deactivated and left people get no mail; a link of somebody deactivated does nothing', async () => {
    const token = await linkFor(person);
    await tenant.run(() => world.people.deactivate(tenant.system, person.id, 'left'));
    await expect(choose(token)).rejects.toMatchObject(ENDED);
    const before = (await mailsTo(world.mailer, person.email)).length;
    await linkFor(person);
    expect((await mailsTo(world.mailer, person.email)).length).toBe(before);
    expect(await linkFor({ email: 'nobody.here@adventure-works.com' })).toBe('');
  });

  it('tokens are kept by hash alone, and nothing invented opens anything', async () => {
    const token = await linkFor(person);
    const { connection } = world.storage;
    for (const name of ['access_links', 'account_asks', 'events']) {
      expect(JSON.stringify(await connection.collection(name).find({}).toArray())).not.toContain(token);
    }
    for (const invented of ['', 'x', 'a'.repeat(43), `${token}a`, token.toUpperCase()]) {
      expect(await world.people.access.passwordLink(invented)).toBeUndefined();
      await expect(choose(invented)).rejects.toMatchObject(ENDED);
    }
  });
});
