import { describe, expect, it } from 'vitest';
import { decidingDuty, DUTIES, grantFromCode, GRANT_CODE_NAMES, holds, UNITS, type Grant } from './units.js';

describe('grant codes', () => {
  it.each([
    ['hr', 'hr', 'admin'],
    ['hr_up', 'hr', 'updater'],
    ['hr_va', 'hr', 'validator'],
    ['ta_up', 'ta', 'updater'],
    ['ta_va', 'ta', 'validator'],
    ['ld_up', 'ld', 'updater'],
    ['ld_va', 'ld', 'validator'],
    ['pmo_up', 'pmo', 'updater'],
    ['pmo_va', 'pmo', 'validator'],
    ['pm', 'pm', 'approver'],
    ['pm_arch', 'pmarch', 'approver'],
    ['presales', 'presales', 'approver'],
    ['marketing', 'marketing', 'approver'],
    ['dp', 'dp', 'viewer'],
    ['central', 'central', 'admin'],
  ])('%s', (code, unit, duty) => {
    expect(grantFromCode(code)).toEqual({ unit, duty });
  });

  it.each(['', 'PM', 'pm ', 'admin', 'constructor', '__proto__', 'toString'])('%j is none', (code) => {
    expect(grantFromCode(code)).toBeUndefined();
  });

  it('are listed once each and give known units and duties', () => {
    expect(new Set(GRANT_CODE_NAMES).size).toBe(15);
    for (const code of GRANT_CODE_NAMES) {
      const grant = grantFromCode(code);
      expect(UNITS).toContain(grant?.unit);
      expect(DUTIES).toContain(grant?.duty);
    }
  });
});

describe('duties', () => {
  it('employee requests are decided by validators in hr, ta, ld and pmo, by approvers elsewhere', () => {
    const byValidators = UNITS.filter((unit) => decidingDuty(unit) === 'validator');
    expect(byValidators.toSorted()).toEqual(['hr', 'ld', 'pmo', 'ta']);
  });

  it('are held for a unit, any of those asked for', () => {
    const grants: Grant[] = [
      { unit: 'ta', duty: 'updater' },
      { unit: 'pm', duty: 'approver' },
    ];
    expect(holds(grants, 'ta')).toBe(true);
    expect(holds(grants, 'ta', 'validator')).toBe(false);
    expect(holds(grants, 'ta', 'validator', 'updater')).toBe(true);
    expect(holds(grants, 'ld')).toBe(false);
    expect(holds([], 'pm', 'approver')).toBe(false);
  });
});
