import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
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

async function signedIn(email: string, password = PASSWORD): Promise<PersonActor> {
  return world.people.access.signIn({ email, password });
}

describe('passwords', () => {
  it('acceptance 4: an initial one has to be changed, and once it is changed no more', async () => {
    const { access } = world.people;
    const initialPasswordHash = await access.hashPassword('initial-secret-1');
    const [person] = await tenant.run(() =>
      world.people.registerMany(tenant.system, [tenant.input()], { initialPasswordHash }),
    );
    const actor = await signedIn(person?.email ?? '', 'initial-secret-1');
    expect(actor.mustChangePassword).toBe(true);
    await access.changePassword(actor, { currentPassword: 'initial-secret-1', newPassword: 'a secret of my own' });
    expect((await signedIn(actor.email, 'a secret of my own')).mustChangePassword).toBe(false);
    await expect(signedIn(actor.email, 'initial-secret-1')).rejects.toMatchObject({ status: 401 });
  });

  it('acceptance 6: all sessions and tokens end on change', async () => {
    const { access } = world.people;
    const person = await tenant.account();
    const actor = await signedIn(person.email);
    const epoch = await access.epochOf(person.id);
    const tokens = await access.issueTokens(actor);
    await access.changePassword(actor, { currentPassword: PASSWORD, newPassword: 'green bicycles ride' });
    expect(await access.actorOf(person.id, epoch)).toBeUndefined();
    expect(await access.actorFromAccessToken(tokens.accessToken)).toBeUndefined();
    await expect(access.refresh(tokens.refreshToken)).rejects.toMatchObject({ status: 401 });
    expect(await eventsAbout(world, person.id)).toEqual(
      expect.arrayContaining(['person.password_changed', 'person.sessions_ended']),
    );
  });

  it('acceptance 6: whoever was let in with the old one a moment before the change starts nothing with it', async () => {
    const { access } = world.people;
    const person = await tenant.account();
    const late = await signedIn(person.email);
    await access.changePassword(await signedIn(person.email), {
      currentPassword: PASSWORD,
      newPassword: 'green bicycles ride',
    });
    const session = await access.generationOf(late);
    expect(await access.actorOf(person.id, session)).toBeUndefined();
    const { accessToken } = await access.issueTokens(late);
    expect(await access.bearerOf(accessToken)).toBeUndefined();
    const remembered = await access.rememberDevice(late, { userAgent: undefined, address: undefined });
    expect(await access.readRemembered(remembered?.token ?? '')).toEqual({ kind: 'none' });
    const { token } = await access.createPersonalToken(late, { name: 'Report', scopes: ['read'], days: 9 });
    expect(await access.bearerOf(token)).toBeUndefined();
    const renewed = await signedIn(person.email, 'green bicycles ride');
    expect(await access.bearerOf((await access.issueTokens(renewed)).accessToken)).toBeDefined();
  });

  it('are refused at the field that is wrong', async () => {
    const { access } = world.people;
    const { email } = await tenant.account();
    const actor = await signedIn(email);
    const change = (currentPassword: string, newPassword: string) =>
      access.changePassword(actor, { currentPassword, newPassword });
    await expect(change('not it', 'green bicycles ride')).rejects.toMatchObject({
      status: 422,
      errors: [{ path: 'currentPassword' }],
    });
    await expect(change(PASSWORD, 'short')).rejects.toMatchObject({ status: 422, errors: [{ path: 'newPassword' }] });
    await expect(change(PASSWORD, 'password1')).rejects.toMatchObject({ errors: [{ path: 'newPassword' }] });
    await expect(change(PASSWORD, actor.email)).rejects.toMatchObject({ errors: [{ path: 'newPassword' }] });
    expect((await signedIn(email)).personId).toBe(actor.personId);
  });

  it('cannot be the current one or one of the last three; the one before can', async () => {
    const { access } = world.people;
    const { email } = await tenant.account();
    const secrets = [PASSWORD, 'first new secret', 'second new secret', 'third new secret', 'fourth new secret'];
    for (const [index, newPassword] of secrets.slice(1).entries()) {
      const currentPassword = secrets[index] ?? '';
      await access.changePassword(await signedIn(email, currentPassword), { currentPassword, newPassword });
    }
    const actor = await signedIn(email, 'fourth new secret');
    for (const newPassword of secrets.slice(1)) {
      await expect(
        access.changePassword(actor, { currentPassword: 'fourth new secret', newPassword }),
      ).rejects.toMatchObject({
        code: 'password.used_before',
        errors: [{ path: 'newPassword' }],
      });
    }
    await access.changePassword(actor, { currentPassword: 'fourth new secret', newPassword: PASSWORD });
    expect((await signedIn(email)).personId).toBe(actor.personId);
  });

  it('changed in two windows at once: one wins', async () => {
    const { access } = world.people;
    const { email } = await tenant.account();
    const actor = await signedIn(email);
    const outcomes = await Promise.allSettled(
      ['one window wins', 'other window wins'].map((newPassword) =>
        access.changePassword(actor, { currentPassword: PASSWORD, newPassword }),
      ),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const loser = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(loser?.reason).toMatchObject({
      status: expect.toSatisfy((status) => status === 409 || status === 422) as number,
    });
  });

  it('are set by HR administration only, and never shown in a person', async () => {
    const { access } = world.people;
    const person = await tenant.person();
    const colleague = await tenant.account();
    await expect(
      access.setPassword(await signedIn(colleague.email), person.id, 'green bicycles', { initial: true }),
    ).rejects.toMatchObject({ status: 403 });
    const hr = await tenant.account({ grants: ['hr'] });
    const administrator = await signedIn(hr.email);
    await access.setPassword(administrator, person.id, 'green bicycles', { initial: true });
    expect((await signedIn(person.email, 'green bicycles')).mustChangePassword).toBe(true);
    expect(JSON.stringify(await tenant.run(() => world.people.byId(person.id)))).not.toContain('$2b$');
    await expect(access.setPassword(administrator, person.id, 'password', { initial: true })).rejects.toMatchObject({
      errors: [{ path: 'password' }],
    });
  });
});
