import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createAccessWorld,
  eventsAbout,
  PASSWORD,
  type AccessTenant,
  type AccessWorld,
} from '../../support/access-world.js';

describe.each([{ singleProcess: true }, { singleProcess: false }])('sessions, $singleProcess', ({ singleProcess }) => {
  let world: AccessWorld;
  let tenant: AccessTenant;

  beforeAll(async () => {
    world = await createAccessWorld({ singleProcess });
    tenant = await world.tenant();
  });

  afterAll(() => world.close());

  it('acceptance 3: end with the deactivation, on every device at the next request', async () => {
    const { access } = world.people;
    const person = await tenant.account();
    const epoch = await access.epochOf(person.id);
    const tokens = await access.issueTokens(await access.signIn({ email: person.email, password: PASSWORD }));
    expect(await access.actorOf(person.id, epoch)).toMatchObject({ personId: person.id });
    expect(await access.actorOf(person.id, epoch)).toMatchObject({ personId: person.id });
    await tenant.run(() => world.people.deactivate(tenant.system, person.id, 'left the company'));
    expect(await access.actorOf(person.id, epoch)).toBeUndefined();
    expect(await access.actorOf(person.id)).toBeUndefined();
    expect(await access.actorFromAccessToken(tokens.accessToken)).toBeUndefined();
    await expect(access.refresh(tokens.refreshToken)).rejects.toMatchObject({ code: 'auth.invalid_token' });
    expect(await eventsAbout(world, person.id)).toEqual(
      expect.arrayContaining(['person.registered', 'person.deactivated', 'person.sessions_ended']),
    );
  });

  it('end by generation: older ones go, the person stays', async () => {
    const { access } = world.people;
    const person = await tenant.account();
    const before = await access.epochOf(person.id);
    await access.endSessions(tenant.system, person.id, 'asked for');
    expect(await access.actorOf(person.id, before)).toBeUndefined();
    expect(await access.actorOf(person.id, await access.epochOf(person.id))).toMatchObject({ personId: person.id });
  });

  it('show changed grants at once', async () => {
    const { access } = world.people;
    const person = await tenant.account();
    expect((await access.actorOf(person.id))?.grants).toEqual([]);
    await tenant.run(() => world.people.changeGrants(tenant.system, person.id, [{ unit: 'hr', duty: 'admin' }]));
    expect((await access.actorOf(person.id))?.grants).toEqual([{ unit: 'hr', duty: 'admin' }]);
  });

  it('end when the exit date passes, without anybody doing anything', async () => {
    const { access } = world.people;
    const person = await tenant.account({ exitDate: '2025-11-12' });
    const epoch = await access.epochOf(person.id);
    expect(await access.actorOf(person.id, epoch)).toBeDefined();
    const start = world.clock.now();
    world.clock.advance(86_400_000);
    expect(await access.actorOf(person.id, epoch)).toBeUndefined();
    world.clock.set(start);
  });

  it('are ended by the person or HR administration only', async () => {
    const { access } = world.people;
    const person = await tenant.account();
    const colleague = await tenant.account();
    const actor = await access.signIn({ email: colleague.email, password: PASSWORD });
    await expect(access.endSessions(actor, person.id, 'malice')).rejects.toMatchObject({ status: 403 });
    await access.endSessions(actor, colleague.id, 'my own');
    const stranger = await (await world.tenant()).account({ grants: ['hr'] });
    const administrator = await access.signIn({
      email: stranger.email,
      password: PASSWORD,
      organizationSlug: 'adventureworks-2',
    });
    await expect(access.endSessions(administrator, person.id, 'other organization')).rejects.toMatchObject({
      status: 404,
    });
  });

  it('belong to nobody for texts that are no ids', async () => {
    const { access } = world.people;
    for (const id of ['', '../x', '%00', 'f'.repeat(25), 'f'.repeat(24)])
      expect(await access.actorOf(id)).toBeUndefined();
    await expect(access.epochOf('f'.repeat(24))).rejects.toMatchObject({ status: 404 });
  });
});
