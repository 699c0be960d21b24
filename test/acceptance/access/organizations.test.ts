import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import { inOrganization } from '../../../src/platform/request-context.js';
import { createAccessWorld, eventsAbout, type AccessWorld } from '../../support/access-world.js';

let world: AccessWorld;

beforeAll(async () => {
  world = await createAccessWorld();
});

afterAll(() => world.close());

describe('organizations', () => {
  it('start with the defaults of the domain, and it is on record', async () => {
    expect(await world.organizations.count()).toBe(0);
    const organization = await world.organizations.create({
      name: ' Adventure Works ',
      settings: { raiseWindowDays: 30 },
    });
    expect(organization).toMatchObject({
      name: 'Adventure Works',
      slug: 'adventure-works',
      calendar: { zone: 'Asia/Kolkata', fiscalStartMonth: 4 },
      settings: { raiseWindowDays: 30, proposalWindowMonths: 12, workdayHours: { from: '09:00', to: '17:00' } },
    });
    expect(organization.lists.grades).toEqual(['A1', 'B1', 'B2', 'C1', 'C2', 'D1', 'D2']);
    expect(await world.organizations.byId(organization.id)).toEqual(organization);
    expect(await inOrganization(organization.id, () => world.organizations.current())).toEqual(organization);
    expect(await eventsAbout(world, organization.id)).toEqual(['organization.created']);
  });

  it('have names of their own, also when two are created at once', async () => {
    const outcomes = await Promise.allSettled(
      ['Contoso', 'contoso', 'CONTOSO'].map((name) => world.organizations.create({ name })),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(2);
    for (const reason of refused) {
      expect(reason).toMatchObject({ status: 422, code: 'organization.slug_taken', errors: [{ path: 'name' }] });
    }
    expect((await world.organizations.list()).filter(({ slug }) => slug === 'contoso')).toHaveLength(1);
  });

  it.each([
    [{ name: '!!!' }, 'name'],
    [{ name: 'Fabrikam', calendar: { zone: 'Asia/Atlantis', fiscalStartMonth: 4 } }, 'zone'],
    [{ name: 'Fabrikam', calendar: { zone: 'UTC', fiscalStartMonth: 13 } }, 'fiscalStartMonth'],
  ])('are refused as %j', async (input, path) => {
    await expect(world.organizations.create(input)).rejects.toMatchObject({ status: 422, errors: [{ path }] });
  });

  it('tell the day by their own clock', async () => {
    const kiritimati = await world.organizations.create({
      name: 'East',
      calendar: { zone: 'Pacific/Kiritimati', fiscalStartMonth: 4 },
    });
    const pago = await world.organizations.create({
      name: 'West',
      calendar: { zone: 'Pacific/Pago_Pago', fiscalStartMonth: 4 },
    });
    world.clock.set('2026-01-01T10:30:00Z');
    expect(await inOrganization(kiritimati.id, () => world.organizations.today())).toBe('2026-01-02');
    expect(await inOrganization(pago.id, () => world.organizations.today())).toBe('2025-12-31');
  });

  it('are not found by unknown ids, and not assumed without a context', async () => {
    for (const id of [newId(), '', '../x'])
      await expect(world.organizations.byId(id)).rejects.toMatchObject({ status: 404 });
    await expect(world.organizations.current()).rejects.toThrow(/without an organization/);
  });
});
