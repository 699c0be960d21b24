import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccessWorld, PASSWORD, type AccessTenant, type AccessWorld } from '../../support/access-world.js';

let world: AccessWorld;
let tenant: AccessTenant;

beforeAll(async () => {
  world = await createAccessWorld();
  tenant = await world.tenant();
});

afterAll(() => world.close());

const REFUSED = { code: 'auth.invalid_credentials', status: 401, message: 'E-mail address and password do not match.' };

function signIn(email: string, password = PASSWORD) {
  return world.people.access.signIn({ email, password });
}

describe('signing in', () => {
  it('acceptance 1: takes the address in upper case with a blank at the end', async () => {
    const person = await tenant.account({ grants: ['pm'] });
    const actor = await signIn(`${person.email.toUpperCase()} `);
    expect(actor).toMatchObject({
      personId: person.id,
      organizationId: tenant.organization.id,
      grants: [{ unit: 'pm', duty: 'approver' }],
      mustChangePassword: false,
    });
  });

  it('takes the password exactly as typed', async () => {
    const { email } = await tenant.account();
    await expect(signIn(email, `${PASSWORD} `)).rejects.toMatchObject(REFUSED);
    await expect(signIn(email, PASSWORD.toUpperCase())).rejects.toMatchObject(REFUSED);
  });

  it('acceptance 2: one answer for unknown, wrong, deactivated, exited yesterday, and without password', async () => {
    const wrong = await tenant.account();
    const deactivated = await tenant.account();
    await tenant.run(() => world.people.deactivate(tenant.system, deactivated.id, 'left'));
    const exited = await tenant.account({ exitDate: '2025-11-11' });
    const invited = await tenant.person();
    await expect(signIn('nobody@adventure-works.com')).rejects.toMatchObject(REFUSED);
    await expect(signIn(wrong.email, 'not the password')).rejects.toMatchObject(REFUSED);
    await expect(signIn(deactivated.email)).rejects.toMatchObject(REFUSED);
    await expect(signIn(exited.email)).rejects.toMatchObject(REFUSED);
    await expect(signIn(invited.email)).rejects.toMatchObject(REFUSED);
    await expect(signIn('françois0@adventure-works.com')).rejects.toMatchObject(REFUSED);
    await expect(signIn('')).rejects.toMatchObject(REFUSED);
  });

  it('acceptance 2: an exit date ends the account at midnight of the organization', async () => {
    const person = await tenant.account({ exitDate: '2025-11-12' });
    expect((await signIn(person.email)).personId).toBe(person.id);
    const before = world.clock.now();
    world.clock.set('2025-11-12T18:29:59Z');
    expect((await signIn(person.email)).personId).toBe(person.id);
    world.clock.set('2025-11-12T18:30:00Z');
    await expect(signIn(person.email)).rejects.toMatchObject(REFUSED);
    world.clock.set(before);
  });

  it('acceptance 2: computes a hash for everybody, so that time tells nothing', async () => {
    const known = await tenant.account();
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < 40; round += 1) {
      times.known.push(await timed(() => signIn(known.email, 'not the password')));
      times.unknown.push(await timed(() => signIn(`nobody${round}@adventure-works.com`, 'not the password')));
    }
    const ratio = median(times.known) / median(times.unknown);
    // At this low cost of a hash the questions to the database weigh most, and they must not differ either.
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.6);
  });

  it('finds the organization where the same address is known in two, by the password or by its name', async () => {
    const other = await world.tenant({ name: 'Contoso' });
    const here = await tenant.account({ email: 'shared@adventure-works.com' });
    const there = await other.account({ email: 'shared@adventure-works.com' });
    await other.run(() =>
      world.people.access.setPassword(other.system, there.id, 'another long secret', { initial: false }),
    );
    expect((await signIn(here.email)).personId).toBe(here.id);
    expect((await signIn(here.email, 'another long secret')).personId).toBe(there.id);
    const named = (organizationSlug: string, password: string) =>
      world.people.access.signIn({ email: here.email, password, organizationSlug });
    expect((await named('contoso', 'another long secret')).personId).toBe(there.id);
    await expect(named('contoso', PASSWORD)).rejects.toMatchObject(REFUSED);
    await expect(named('no-such-organization', PASSWORD)).rejects.toMatchObject(REFUSED);
  });

  it('answers 503 instead of computing sixty hashes at once', async () => {
    const { email } = await tenant.account();
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => signIn(email)));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(outcomes.length - refused.length).toBeGreaterThan(0);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'auth.busy', status: 503, retryAfter: 5 });
  });
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work().catch(() => undefined);
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
