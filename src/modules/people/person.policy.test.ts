import { describe, expect, it } from 'vitest';
import { systemActor, type PersonActor } from '../../kernel/actor.js';
import type { Grant } from '../../kernel/units.js';
import { isActive } from './person.js';
import {
  deactivationProblem,
  dpProblem,
  grantProblem,
  managerProblem,
  mayAdministerPeople,
  type Superior,
} from './person.policy.js';

const PM: Grant = { unit: 'pm', duty: 'approver' };
const DP: Grant = { unit: 'dp', duty: 'viewer' };
const superior = (active: boolean, ...grants: Grant[]): Superior => ({ name: 'Terri Duffy', active, grants });

describe('managers and delivery partners', () => {
  it.each<[string, Superior | undefined, string, string | undefined, string | undefined]>([
    ['holds both', superior(true, PM, DP), 'other', undefined, undefined],
    ['holds pm', superior(true, PM), 'other', undefined, 'person.dp_without_duty'],
    ['holds dp', superior(true, DP), 'other', 'person.manager_without_duty', undefined],
    [
      'holds pm of the architects',
      superior(true, { unit: 'pmarch', duty: 'approver' }),
      'other',
      'person.manager_without_duty',
      'person.dp_without_duty',
    ],
    ['is deactivated', superior(false, PM, DP), 'other', 'person.manager_deactivated', 'person.dp_deactivated'],
    ['is unknown', undefined, 'other', 'person.manager_unknown', 'person.dp_unknown'],
    ['is the person', superior(true, PM, DP), 'self', 'person.manager_self', 'person.dp_self'],
  ])('somebody who %s', (_name, person, id, asManager, asDp) => {
    expect(managerProblem('self', id, person)?.code).toBe(asManager);
    expect(dpProblem('self', id, person)?.code).toBe(asDp);
  });
});

describe('deactivation', () => {
  it.each([
    [{ reports: 0, dpPeople: 0, openItems: 0 }, undefined],
    [{ reports: 4, dpPeople: 0, openItems: 0 }, 'Reassign first: 4 people report to Terri Duffy.'],
    [{ reports: 1, dpPeople: 0, openItems: 0 }, 'Reassign first: 1 person reports to Terri Duffy.'],
    [{ reports: 0, dpPeople: 2, openItems: 0 }, 'Reassign first: Terri Duffy is delivery partner of 2 people.'],
    [{ reports: 0, dpPeople: 0, openItems: 5 }, 'Reassign first: 5 items wait for a decision by Terri Duffy.'],
    [
      { reports: 2, dpPeople: 1, openItems: 1 },
      'Reassign first: 2 people report to Terri Duffy; Terri Duffy is delivery partner of 1 person; 1 item waits for a decision by Terri Duffy.',
    ],
  ])('with %j', (work, message) => {
    expect(deactivationProblem('Terri Duffy', work)?.message).toBe(message);
  });
});

describe('grants', () => {
  it.each<[Grant[], number, number, boolean]>([
    [[], 0, 0, true],
    [[], 1, 0, false],
    [[PM], 1, 0, true],
    [[PM], 0, 1, false],
    [[DP], 1, 1, false],
    [[PM, DP], 9, 9, true],
  ])('%j with %i reports and %i as dp', (grants, reports, dpPeople, allowed) => {
    expect(grantProblem('Terri Duffy', grants, { reports, dpPeople }) === undefined).toBe(allowed);
  });
});

describe('who administers people', () => {
  const person = (...grants: Grant[]): PersonActor => ({
    ...{
      kind: 'person',
      organizationId: 'o',
      personId: 'p',
      name: 'n',
      email: 'e',
      grade: 'C1',
      mustChangePassword: false,
    },
    grants,
  });

  it.each<[string, boolean, ReturnType<typeof person> | ReturnType<typeof systemActor>]>([
    ['HR administration', true, person({ unit: 'hr', duty: 'admin' })],
    ['the system', true, systemActor('o', 'people import')],
    ['a validator of HR', false, person({ unit: 'hr', duty: 'validator' })],
    ['central', false, person({ unit: 'central', duty: 'admin' })],
    ['an employee', false, person()],
  ])('%s: %s', (_name, may, actor) => {
    expect(mayAdministerPeople(actor)).toBe(may);
  });
});

describe('isActive', () => {
  it.each([
    ['active', null, true],
    ['active', '2025-11-13', true],
    ['active', '2025-11-12', true],
    ['active', '2025-11-11', false],
    ['deactivated', null, false],
    ['deactivated', '2026-01-01', false],
  ] as const)('%s until %s: %s', (status, exitDate, active) => {
    expect(isActive({ status, exitDate }, '2025-11-12')).toBe(active);
  });
});
