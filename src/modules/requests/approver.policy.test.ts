import { describe, expect, test } from 'vitest';
import { grantFromCode } from '../../kernel/units.js';
import {
  assertManagerDecides,
  assertMayBeChosen,
  assertMayValidate,
  managerProblem,
  mayBeChosen,
  type ApproverCandidate,
} from './approver.policy.js';

const TODAY = '2025-11-12';

function person(overrides: Partial<Omit<ApproverCandidate, 'grants'>> & { grants?: string } = {}): ApproverCandidate {
  const { grants = '', ...rest } = overrides;
  return {
    id: 'candidate',
    name: 'Gail Erickson',
    grade: 'C2',
    status: 'active',
    exitDate: null,
    ...rest,
    grants: grants.split(' ').flatMap((code) => grantFromCode(code) ?? []),
  };
}

describe('choosing who decides', () => {
  test.each([
    ['an approver', person({ grants: 'presales' }), 'presales', true],
    ['an approver of another unit', person({ grants: 'marketing' }), 'presales', false],
    ['a validator of a unit with validators', person({ grants: 'ta_va' }), 'ta', true],
    ['its updater', person({ grants: 'ta_up' }), 'ta', false],
    ['its administrator', person({ grants: 'hr' }), 'hr', false],
    ['grade A1', person({ grants: 'presales', grade: 'A1' }), 'presales', false],
    ['grade B1', person({ grants: 'presales', grade: 'B1' }), 'presales', false],
    ['grade B2', person({ grants: 'presales', grade: 'B2' }), 'presales', false],
    ['the person', person({ grants: 'presales', id: 'me' }), 'presales', false],
    ['somebody deactivated', person({ grants: 'presales', status: 'deactivated' }), 'presales', false],
    [
      'somebody whose last day was yesterday',
      person({ grants: 'presales', exitDate: '2025-11-11' }),
      'presales',
      false,
    ],
    ['somebody whose last day is today', person({ grants: 'presales', exitDate: TODAY }), 'presales', true],
    ['nobody', undefined, 'presales', false],
  ] as const)('%s for %s: %s', (_who, candidate, unit, expected) => {
    expect(mayBeChosen(candidate, 'me', unit, TODAY)).toBe(expected);
    if (expected) expect(assertMayBeChosen(candidate, 'me', unit, TODAY)).toBe('candidate');
    else
      expect(() => assertMayBeChosen(candidate, 'me', unit, TODAY)).toThrow(
        expect.objectContaining({ code: 'request.approver_not_allowed' }) as Error,
      );
  });
});

describe('the manager decides', () => {
  test.each([
    ['with the duty, whatever the grade', person({ grants: 'pm', grade: 'A1' }), undefined],
    ['nobody', undefined, 'no manager'],
    ['without the duty', person({ grants: 'dp' }), 'may not decide'],
    ['deactivated', person({ grants: 'pm', status: 'deactivated' }), 'no longer active'],
    ['exited', person({ grants: 'pm', exitDate: '2025-11-11' }), 'no longer active'],
    ['oneself', person({ grants: 'pm', id: 'me' }), 'your own'],
  ])('%s', (_who, manager, problem) => {
    if (problem === undefined) expect(managerProblem('me', manager, TODAY)).toBeUndefined();
    else {
      expect(managerProblem('me', manager, TODAY)).toContain(problem);
      expect(() => assertManagerDecides('me', manager, undefined, TODAY)).toThrow(
        expect.objectContaining({ code: 'request.no_approver' }) as Error,
      );
    }
  });

  test('the manager may be named, and nobody else', () => {
    const manager = person({ grants: 'pm' });
    expect(assertManagerDecides('me', manager, undefined, TODAY)).toBe('candidate');
    expect(assertManagerDecides('me', manager, 'candidate', TODAY)).toBe('candidate');
    expect(() => assertManagerDecides('me', manager, 'other', TODAY)).toThrow(
      expect.objectContaining({ code: 'request.approver_fixed' }) as Error,
    );
  });
});

describe('validating a proposal', () => {
  test.each([
    ['a junior validator', person({ grants: 'hr_va', grade: 'A1' }), undefined],
    ['an updater', person({ grants: 'hr_up' }), 'request.validator_not_allowed'],
    ['a validator of another unit', person({ grants: 'ta_va' }), 'request.validator_not_allowed'],
    ['nobody', undefined, 'request.validator_not_allowed'],
    ['the proposer', person({ grants: 'hr_va hr_up', id: 'proposer' }), 'request.other_eyes'],
    ['the beneficiary', person({ grants: 'hr_va', id: 'person' }), 'request.other_eyes'],
  ])('%s: %s', (_who, candidate, code) => {
    const check = () => assertMayValidate(candidate, { proposerId: 'proposer', personId: 'person' }, 'hr', TODAY);
    if (code === undefined) expect(check()).toBe('candidate');
    else expect(check).toThrow(expect.objectContaining({ code }) as Error);
  });
});
