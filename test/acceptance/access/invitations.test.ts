import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { newId } from '../../../src/kernel/ids.js';
import type { Person } from '../../../src/modules/people/index.js';
import { quietly } from '../../../src/platform/request-context.js';
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
let hr: PersonActor;

beforeAll(async () => {
  world = await createAccessWorld();
  tenant = await world.tenant();
  const administrator = await tenant.account({ grants: ['hr'] });
  hr = (await world.people.access.actorOf(administrator.id)) as PersonActor;
});
afterAll(() => world.close());

const DAY = 86_400_000;
const CHOSEN = 'Quiet-mountains-2031';

const tokens = async ({ email }: Pick<Person, 'email'>) => (await mailsTo(world.mailer, email)).map(tokenIn);
const choose = (token: string) => world.people.access.choosePassword({ token, password: CHOSEN });

describe('invitations', () => {
  it('whoever is registered without a password is invited and chooses one', async () => {
    const person = await tenant.person();
    await world.outbox.relay.drain();
    const [mail] = await mailsTo(world.mailer, person.email);
    expect(mail?.subject).toBe(`Welcome to Prowess Points of ${tenant.organization.name}`);
    const [token = ''] = await tokens(person);
    expect(await world.people.access.passwordLink(token)).toMatchObject({ kind: 'invitation', name: person.name });
    expect(await choose(token)).toEqual({ kind: 'invitation' });
    const actor = await world.people.access.signIn({ email: person.email, password: CHOSEN });
    expect(actor).toMatchObject({ personId: person.id, mustChangePassword: false });
    await expect(choose(token)).rejects.toMatchObject({ code: 'link.ended' });
    expect(await eventsAbout(world, person.id)).toContain('person.invited');
  });

  it('nobody is invited who has a password, has left, or belongs to history', async () => {
    const withPassword = await tenant.account();
    const left = await tenant.person({ exitDate: '2025-11-11' });
    const past = await quietly(() => tenant.person());
    await world.outbox.relay.drain();
    for (const person of [withPassword, left, past]) expect(await mailsTo(world.mailer, person.email)).toEqual([]);
  });

  it('an event that comes twice sends one link, and it is valid', async () => {
    const person = await tenant.person();
    await world.outbox.relay.drain();
    const event = await world.storage.connection.collection('events').findOne({
      'subject.id': person.id,
      type: 'person.registered',
    });
    const again = async () => {
      const message = { _id: event?._id, organization: tenant.organization.id, attempts: 0, done: [], dead: false };
      await world.storage.connection.collection('outbox').insertOne({ ...message, nextAt: world.clock.now() } as never);
      await world.outbox.relay.drain();
    };
    await again();
    expect(await tokens(person)).toHaveLength(1);
    // Not after a newer one either: the one that was sent last is the one that works.
    await world.people.access.invite(hr, person.id);
    await again();
    const [newest = '', oldest = ''] = await tokens(person);
    expect(await tokens(person)).toHaveLength(2);
    expect(await world.people.access.passwordLink(oldest)).toBeUndefined();
    expect(await world.people.access.passwordLink(newest)).toBeDefined();
  });

  it('the link works for seven days', async () => {
    const person = await tenant.person();
    await world.outbox.relay.drain();
    const [token = ''] = await tokens(person);
    world.clock.advance(7 * DAY);
    expect(await world.people.access.passwordLink(token)).toBeDefined();
    world.clock.advance(1000);
    expect(await world.people.access.passwordLink(token)).toBeUndefined();
  });

  it('HR administration sends it again, and only HR administration', async () => {
    const person = await tenant.person();
    expect(await world.people.access.awaitsInvitation(hr, person.id)).toBe(true);
    const { expires } = await world.people.access.invite(hr, person.id);
    expect(expires.getTime() - world.clock.now().getTime()).toBe(7 * DAY);
    expect(await tokens(person)).toHaveLength(1);
    const colleague = (await world.people.access.actorOf((await tenant.account()).id)) as PersonActor;
    await expect(world.people.access.invite(colleague, person.id)).rejects.toMatchObject({ status: 403 });
    for (const id of [newId(), 'no id']) {
      await expect(world.people.access.invite(hr, id)).rejects.toMatchObject({ code: 'person.not_found' });
    }
    const other = await world.tenant();
    const stranger = await other.person();
    await expect(world.people.access.invite(hr, stranger.id)).rejects.toMatchObject({ status: 404 });
  });

  it('is refused for people with a password of their own and for those who left', async () => {
    const signedIn = await tenant.account();
    expect(await world.people.access.awaitsInvitation(hr, signedIn.id)).toBe(false);
    await expect(world.people.access.invite(hr, signedIn.id)).rejects.toMatchObject({
      status: 409,
      code: 'invitation.not_needed',
    });
    const left = await tenant.person();
    await tenant.run(() => world.people.deactivate(tenant.system, left.id, 'left'));
    await expect(world.people.access.invite(hr, left.id)).rejects.toMatchObject({ code: 'invitation.deactivated' });
    // An initial password that nobody replaced is no password of one's own.
    const initial = await tenant.person();
    await world.people.access.setPassword(tenant.system, initial.id, PASSWORD, { initial: true });
    await world.people.access.invite(hr, initial.id);
    const [token = ''] = await tokens(initial);
    await choose(token);
    const actor = await world.people.access.signIn({ email: initial.email, password: CHOSEN });
    expect(actor.mustChangePassword).toBe(false);
  });

  it('a name with line breaks and markup stays text', async () => {
    const person = await tenant.person({ name: 'Guy <b>Gilbert</b> & "Sons"' });
    await world.outbox.relay.drain();
    const [mail] = await mailsTo(world.mailer, person.email);
    expect(mail?.html).toContain('Guy &lt;b&gt;Gilbert&lt;/b&gt; &amp;');
    expect(mail?.html).not.toContain('<b>Gilbert');
  });
});
