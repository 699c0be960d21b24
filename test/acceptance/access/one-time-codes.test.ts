import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { DEFAULT_SETTINGS } from '../../../src/modules/organizations/index.js';
import {
  createAccessWorld,
  eventsAbout,
  PASSWORD,
  type AccessTenant,
  type AccessWorld,
} from '../../support/access-world.js';
import { codeIn, mailsTo } from '../../support/account-mail.js';

let world: AccessWorld;
let tenant: AccessTenant;

beforeAll(async () => {
  world = await createAccessWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

const REFUSED = {
  status: 401,
  code: 'auth.invalid_code',
  message: 'This code is not valid, or not any more. Ask for a new one.',
};
const MINUTE = 60_000;

/** Asks for a code and reads the mail. */
async function codeFor({ email }: Pick<Person, 'email'>, organizationSlug?: string) {
  const { flowId } = await world.people.access.requestCode({ email, organizationSlug });
  await world.people.access.asks.run();
  const [mail] = await mailsTo(world.mailer, email);
  return { flowId, code: mail === undefined ? '' : codeIn(mail), mail };
}

const use = (flowId: string, code: string) => world.people.access.signInByCode({ flowId, code });
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('one-time codes', () => {
  let person: Person;
  beforeEach(async () => {
    person = await tenant.account();
  });

  it('5: a code of a mail signs in once', async () => {
    const { flowId, code, mail } = await codeFor(person);
    expect(code).toMatch(/^\d{6}$/);
    expect(mail).toMatchObject({ subject: 'Your code to sign in', to: `${person.name} <${person.email}>` });
    expect(mail?.html).toContain(code);
    expect(await use(flowId, code)).toMatchObject({ personId: person.id });
    await expect(use(flowId, code)).rejects.toMatchObject(REFUSED);
    expect(await eventsAbout(world, person.id)).toContain('person.code_sent');
  });

  it('a code that went to an address which is not the person’s any more does nothing', async () => {
    const { flowId, code } = await codeFor(person);
    await tenant.run(() => world.people.edit(tenant.system, person.id, { email: `new-${person.email}` }));
    await expect(use(flowId, code)).rejects.toMatchObject(REFUSED);
  });

  it('5: ten minutes to the second are good, one second more is not', async () => {
    const good = await codeFor(person);
    world.clock.advance(10 * MINUTE);
    expect((await use(good.flowId, good.code)).personId).toBe(person.id);
    const late = await codeFor(person);
    world.clock.advance(10 * MINUTE + 1000);
    await expect(use(late.flowId, late.code)).rejects.toMatchObject(REFUSED);
  });

  it('5: five wrong ones burn it, and four do not', async () => {
    const burned = await codeFor(person);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(use(burned.flowId, other(burned.code))).rejects.toMatchObject(REFUSED);
    }
    await expect(use(burned.flowId, burned.code)).rejects.toMatchObject(REFUSED);
    const lucky = await codeFor(person);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await expect(use(lucky.flowId, other(lucky.code))).rejects.toMatchObject(REFUSED);
    }
    expect((await use(lucky.flowId, lucky.code)).personId).toBe(person.id);
  });

  it('5: fifty right ones at once let one in', async () => {
    const { flowId, code } = await codeFor(person);
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => use(flowId, code)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject(REFUSED);
  });

  it('belongs to the flow that asked for it', async () => {
    const first = await codeFor(person);
    const second = await codeFor(await tenant.account());
    await expect(use(second.flowId, first.code)).rejects.toMatchObject(REFUSED);
    await expect(use('invented', first.code)).rejects.toMatchObject(REFUSED);
  });

  it('dies with a new password, with deactivation, and where codes are switched off nobody gets one', async () => {
    const changed = await codeFor(person);
    await world.people.access.setPassword(tenant.system, person.id, 'Another-secret-77', { initial: false });
    await expect(use(changed.flowId, changed.code)).rejects.toMatchObject(REFUSED);
    const gone = await codeFor(person);
    await tenant.run(() => world.people.deactivate(tenant.system, person.id, 'left'));
    await expect(use(gone.flowId, gone.code)).rejects.toMatchObject(REFUSED);

    const settings = { features: { ...DEFAULT_SETTINGS.features, oneTimeCodes: false } };
    const without = await world.tenant({ settings });
    const there = await without.account({ email: 'without.codes@adventure-works.com' });
    expect((await codeFor(there)).mail).toBeUndefined();
  });

  it('unknown and deactivated addresses start a flow like all others, and get no mail', async () => {
    await tenant.run(() => world.people.deactivate(tenant.system, person.id, 'left'));
    const deactivated = await codeFor(person);
    const unknown = await codeFor({ email: 'nobody.at.all@adventure-works.com' });
    expect(deactivated.mail).toBeUndefined();
    expect(unknown.mail).toBeUndefined();
    expect(unknown.flowId).toHaveLength(deactivated.flowId.length);
    for (let code = 0; code < 3; code += 1) {
      await expect(use(unknown.flowId, `00000${code}`)).rejects.toMatchObject(REFUSED);
    }
  });

  it('an address of several organizations gets a code of each, and the code says which', async () => {
    const elsewhere = await world.tenant({ name: 'Adventure Cycles' });
    const twin = await elsewhere.account({ email: person.email });
    const { flowId } = await codeFor(person);
    const mails = await mailsTo(world.mailer, person.email);
    const codeOf = (name: string) => codeIn(mails.find(({ text }) => text.includes(name)) ?? { text: '' });
    expect(await use(flowId, codeOf('Adventure Cycles'))).toMatchObject({ personId: twin.id });

    const before = (await mailsTo(world.mailer, person.email)).length;
    const named = await codeFor(person, tenant.organization.slug);
    expect((await mailsTo(world.mailer, person.email)).length).toBe(before + 1);
    expect(await use(named.flowId, named.code)).toMatchObject({ personId: person.id });
  });

  it('is kept by hash, and so is the flow', async () => {
    const { flowId, code } = await codeFor(person);
    const flows = await world.storage.connection.collection('code_flows').find({}).toArray();
    const stored = JSON.stringify(flows);
    expect(stored).not.toContain(flowId);
    expect(stored).not.toContain(`"${code}"`);
    const events = JSON.stringify(await world.storage.connection.collection('events').find({}).toArray());
    expect(events).not.toContain(code);
  });

  it('an ask that fails is answered later, with one mail', async () => {
    const { flowId } = await world.people.access.requestCode({ email: person.email });
    const people = world.storage.connection.model('Person');
    const find = people.find.bind(people);
    people.find = () => {
      throw new Error('the database is away');
    };
    await world.people.access.asks.run();
    people.find = find;
    expect(await mailsTo(world.mailer, person.email)).toHaveLength(0);
    world.clock.advance(61_000);
    await world.people.access.asks.run();
    await world.people.access.asks.run();
    const mails = await mailsTo(world.mailer, person.email);
    expect(mails).toHaveLength(1);
    expect((await use(flowId, codeIn(mails[0] ?? { text: '' }))).personId).toBe(person.id);
  });

  it('whoever has no password yet signs in by code', async () => {
    const invited = await tenant.person();
    const { flowId, code } = await codeFor(invited);
    expect((await use(flowId, code)).personId).toBe(invited.id);
    await expect(world.people.access.signIn({ email: invited.email, password: PASSWORD })).rejects.toMatchObject({
      status: 401,
    });
  });
});
