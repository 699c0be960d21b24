import { describe, expect, it } from 'vitest';
import { systemActor, type PersonActor } from './actor.js';
import { can, PERMISSIONS, type Permission } from './permissions.js';
import { grantFromCode, GRANT_CODE_NAMES, type Unit } from './units.js';

function holderOf(...codes: string[]): PersonActor {
  return {
    kind: 'person',
    organizationId: 'o',
    personId: 'p',
    name: 'Guy Gilbert',
    email: 'guy1@adventure-works.com',
    grade: 'C1',
    mustChangePassword: false,
    grants: codes.flatMap((code) => grantFromCode(code) ?? []),
  };
}

/** Which single grants carry a permission; every code that is not named does not. */
const holders: [Permission, Unit | undefined, string[]][] = [
  ['workspace:view', undefined, [...GRANT_CODE_NAMES]],
  ['workspace:view', 'pm', ['pm']],
  ['workspace:view', 'dp', ['dp']],
  ['workspace:view', 'hr', ['hr', 'hr_up', 'hr_va']],
  ['requests:view', 'ta', ['ta_up', 'ta_va']],
  ['requests:view', 'dp', []],
  ['requests:view', 'hr', ['hr', 'hr_up', 'hr_va']],
  ['requests:decide', 'pm', ['pm']],
  ['requests:decide', 'pmarch', ['pm_arch']],
  ['requests:decide', 'hr', ['hr_va']],
  ['requests:decide', 'ta', ['ta_va']],
  ['requests:decide', 'central', []],
  ['requests:decide', 'dp', []],
  ['requests:propose', 'pmo', ['pmo_up']],
  ['requests:propose', 'pm', []],
  ['requests:propose', 'hr', ['hr_up']],
  ['requests:raise-for-others', undefined, ['marketing']],
  ['awards:grant', 'pm', ['pm']],
  ['awards:grant', 'marketing', ['marketing']],
  ['awards:grant', 'ld', ['ld_va']],
  ['awards:grant', 'hr', ['hr']],
  ['awards:grant', 'central', ['central']],
  ['people:administer', undefined, ['hr']],
  ['people:administer', 'central', []],
  ['people:import', undefined, ['hr']],
  ['requests:reassign', undefined, ['hr']],
  ['categories:manage', undefined, ['hr']],
  ['points:correct', undefined, ['hr']],
  ['settings:manage', undefined, ['hr']],
  ['audit:view', undefined, ['hr']],
  ['mails:manage', undefined, ['hr']],
  ['analytics:view', undefined, ['pm_arch', 'dp', 'central', 'hr']],
  ['figures:view-all', undefined, ['central']],
  ['exports:take', undefined, ['central']],
  ['targets:manage', undefined, ['central']],
  ['bonuses:award', undefined, ['central']],
  ['announcements:send', undefined, ['central']],
  ['operations:view', undefined, ['hr', 'central']],
];

describe('can', () => {
  it.each(holders)('%s in %s: %j', (permission, unit, codes) => {
    const carrying = GRANT_CODE_NAMES.filter((code) => can(holderOf(code), permission, unit));
    expect(carrying.toSorted()).toEqual(codes.toSorted());
  });

  it('has a row for every permission that comes from a duty', () => {
    const rows = new Set(holders.map(([permission]) => permission));
    expect(PERMISSIONS.filter((permission) => !rows.has(permission))).toEqual(['public', 'signed-in']);
  });

  it('gives everybody what is public, and nobody else anything', () => {
    for (const permission of PERMISSIONS) expect(can(undefined, permission)).toBe(permission === 'public');
  });

  it('gives a plain employee no more than being signed in', () => {
    const given = PERMISSIONS.filter((permission) => can(holderOf(), permission));
    expect(given).toEqual(['public', 'signed-in']);
  });

  it('lets the system act for its organization', () => {
    for (const permission of PERMISSIONS) expect(can(systemActor('o', 'people import'), permission)).toBe(true);
  });

  it('adds up several grants, each in its own unit', () => {
    const actor = holderOf('pm', 'ta_up');
    expect(can(actor, 'requests:decide', 'pm')).toBe(true);
    expect(can(actor, 'requests:propose', 'ta')).toBe(true);
    expect(can(actor, 'requests:decide', 'ta')).toBe(false);
    expect(can(actor, 'requests:propose', 'pm')).toBe(false);
  });
});
