import { describe, expect, test } from 'vitest';
import type { PersonActor } from '../../kernel/actor.js';
import { grantFromCode, type Unit } from '../../kernel/units.js';
import type { Request } from './request.js';
import {
  assertMayDecide,
  assertMaySeeUnit,
  assertMayWithdraw,
  mayDecide,
  mayReadEvidenceOf,
  maySeeAsOwn,
  maySeeInUnit,
} from './request.policy.js';

function actor(personId: string, ...codes: string[]): PersonActor {
  const grants = codes.flatMap((code) => grantFromCode(code) ?? []);
  return {
    kind: 'person',
    organizationId: 'o',
    personId,
    name: personId,
    email: '',
    grade: 'C1',
    grants,
    mustChangePassword: false,
  };
}

function request(unit: Unit, overrides: Partial<Request> = {}): Request {
  return {
    id: 'r',
    personId: 'beneficiary',
    person: { name: 'B', grade: 'C1', department: 'IT', location: 'India' },
    category: { code: 'c', name: 'C', unit, version: 1 },
    kind: 'raised',
    points: 100,
    value: 100,
    quantity: 1,
    grade: 'C1',
    eventDate: '2025-11-10',
    quarter: '2025-Q3',
    year: 2025,
    notes: 'n',
    link: null,
    approverId: 'decider',
    assignedAt: new Date(0),
    delegatedFromId: null,
    needsAssignment: false,
    remindedAt: null,
    nudgedAt: null,
    escalatedAt: null,
    proposerId: 'beneficiary',
    status: 'pending',
    raisedAt: new Date(0),
    decidedAt: null,
    decidedById: null,
    decisionNotes: null,
    duplicateAcknowledged: false,
    attachmentIds: [],
    utilization: null,
    entryId: null,
    ...overrides,
  };
}

const proposal = request('hr', { kind: 'proposed', proposerId: 'updater' });

describe('deciding', () => {
  test.each([
    ['the assigned manager', actor('decider', 'pm'), request('pm'), false, true],
    ['the assigned one without the duty', actor('decider', 'pm_arch'), request('pm'), false, false],
    ['another manager', actor('other', 'pm'), request('pm'), false, false],
    ['another manager, orphaned', actor('other', 'pm'), request('pm'), true, false],
    ['the beneficiary, assigned', actor('decider', 'pm'), request('pm', { personId: 'decider' }), false, false],
    ['the proposer, assigned', actor('decider', 'hr_va'), request('hr', { proposerId: 'decider' }), false, false],
    ['the assigned validator', actor('decider', 'hr_va'), proposal, false, true],
    ['another validator', actor('other', 'hr_va'), proposal, false, false],
    ['another validator, orphaned', actor('other', 'hr_va'), proposal, true, true],
    ['the proposer as validator, orphaned', actor('updater', 'hr_va', 'hr_up'), proposal, true, false],
    ['the beneficiary as validator, orphaned', actor('beneficiary', 'hr_va'), proposal, true, false],
    ['admin alone, assigned', actor('decider', 'hr'), proposal, false, false],
    ['admin alone, orphaned', actor('other', 'hr'), proposal, true, false],
    ['central, assigned', actor('decider', 'central'), request('pm'), false, false],
    ['a viewer, assigned', actor('decider', 'dp'), request('dp'), false, false],
  ])('%s: %s', (_who, who, what, orphaned, expected) => {
    expect(mayDecide(who, what, orphaned)).toBe(expected);
    if (expected) expect(() => assertMayDecide(who, what, orphaned)).not.toThrow();
    else expect(() => assertMayDecide(who, what, orphaned)).toThrow(expect.objectContaining({ status: 403 }) as Error);
  });
});

describe('seeing in a unit', () => {
  test.each([
    ['the assigned manager', actor('decider', 'pm'), request('pm'), false, true],
    ['the manager of the team', actor('other', 'pm'), request('pm'), true, true],
    ['another manager', actor('other', 'pm'), request('pm'), false, false],
    ['a team does not count in other units', actor('other', 'presales'), request('presales'), true, false],
    ['another approver', actor('other', 'presales'), request('presales'), false, false],
    ['who decided it', actor('other', 'presales'), request('presales', { decidedById: 'other' }), false, true],
    ['another validator', actor('other', 'ta_va'), request('ta'), false, true],
    ['the updater who proposed', actor('updater', 'hr_up'), proposal, false, true],
    ['another updater', actor('other', 'hr_up'), proposal, false, false],
    ['HR administration', actor('other', 'hr'), request('pm'), false, true],
    ['central', actor('other', 'central'), request('marketing'), false, true],
    ['a validator of another unit', actor('other', 'ta_va'), request('ld'), false, false],
    ['the person without grants', actor('beneficiary'), request('pm'), false, false],
    ['somebody assigned who lost the grant', actor('decider'), request('pm'), false, false],
    ['a delivery partner', actor('other', 'dp'), request('pm'), false, false],
    ['a validator of the unit for whom it is proposed', actor('beneficiary', 'hr_va'), proposal, false, false],
    [
      'a validator of the unit for whom it was proposed and rejected',
      actor('beneficiary', 'hr_va'),
      { ...proposal, status: 'rejected' as const },
      false,
      false,
    ],
    [
      'a validator of the unit for whom it was proposed and approved',
      actor('beneficiary', 'hr_va'),
      { ...proposal, status: 'approved' as const },
      false,
      true,
    ],
    ['a validator of the unit who raised it', actor('beneficiary', 'ta_va'), request('ta'), false, true],
    ['HR administration for whom it is proposed', actor('beneficiary', 'hr'), proposal, false, true],
  ])('%s: %s', (_who, who, what, inTeam, expected) => {
    expect(maySeeInUnit(who, what, inTeam)).toBe(expected);
  });

  test.each([
    [actor('x', 'pm'), 'pm', true],
    [actor('x', 'pm'), 'ta', false],
    [actor('x', 'ta_up'), 'ta', true],
    [actor('x', 'hr'), 'presales', true],
    [actor('x'), 'pm', false],
  ] as const)('%#: opens the workspace %s', (who, unit, expected) => {
    if (expected) expect(() => assertMaySeeUnit(who, unit)).not.toThrow();
    else expect(() => assertMaySeeUnit(who, unit)).toThrow();
  });
});

describe('own requests', () => {
  test.each([
    ['what I raised', actor('beneficiary'), request('pm', { status: 'rejected' }), true],
    ['what I proposed', actor('updater'), proposal, true],
    ['what is proposed for me', actor('beneficiary'), proposal, false],
    ['what was proposed for me and approved', actor('beneficiary'), { ...proposal, status: 'approved' as const }, true],
    [
      'what was proposed for me and rejected',
      actor('beneficiary'),
      { ...proposal, status: 'rejected' as const },
      false,
    ],
    ['what I have to decide', actor('decider', 'pm'), request('pm'), false],
  ])('%s: %s', (_what, who, what, expected) => {
    expect(maySeeAsOwn(who, what)).toBe(expected);
  });

  test.each([
    ['who raised it', actor('beneficiary'), request('pm'), undefined],
    ['who proposed it', actor('updater'), proposal, undefined],
    ['for whom it was approved', actor('beneficiary'), { ...proposal, status: 'approved' as const }, 403],
    ['for whom it is proposed', actor('beneficiary'), proposal, 404],
    ['who decides it', actor('decider', 'pm'), request('pm'), 404],
    ['HR administration', actor('other', 'hr'), request('pm'), 404],
  ])('withdrawing, %s: %s', (_who, who, what, status) => {
    if (status === undefined) expect(() => assertMayWithdraw(who, what)).not.toThrow();
    else expect(() => assertMayWithdraw(who, what)).toThrow(expect.objectContaining({ status }) as Error);
  });
});

describe('reading evidence', () => {
  test.each([
    ['the person', actor('beneficiary'), request('pm'), true],
    ['who decides', actor('decider', 'pm'), request('pm'), true],
    ['another manager', actor('other', 'pm'), request('pm'), false],
    ['a validator of the unit', actor('other', 'ld_va'), request('ld'), true],
    ['an updater of the unit', actor('other', 'ld_up'), request('ld'), false],
    ['a validator of another unit', actor('other', 'ta_va'), request('ld'), false],
    ['HR administration', actor('other', 'hr'), request('pm'), true],
    ['central', actor('other', 'central'), request('pm'), true],
    ['a colleague', actor('other'), request('ld'), false],
    ['who raised it for somebody else', actor('updater'), proposal, true],
    ['for whom it was raised, while it is pending', actor('beneficiary'), proposal, false],
    ['for whom it was raised, rejected', actor('beneficiary'), { ...proposal, status: 'rejected' as const }, false],
    ['for whom it was raised, a validator of the unit', actor('beneficiary', 'hr_va'), proposal, false],
    ['for whom it was raised, approved', actor('beneficiary'), { ...proposal, status: 'approved' as const }, true],
  ])('%s: %s', (_who, who, what, expected) => {
    expect(mayReadEvidenceOf(who, what)).toBe(expected);
  });
});
