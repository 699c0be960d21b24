/** Units own categories; duties say what a person may do for a unit. Words: docs/domain-language.md. */

export const UNITS = ['pm', 'pmarch', 'pmo', 'hr', 'ta', 'ld', 'presales', 'marketing', 'central', 'dp'] as const;
export type Unit = (typeof UNITS)[number];

export const DUTIES = ['updater', 'validator', 'approver', 'viewer', 'admin'] as const;
export type Duty = (typeof DUTIES)[number];

export interface Grant {
  readonly unit: Unit;
  readonly duty: Duty;
}

/** Units whose employee requests are decided by validators instead of approvers. */
export const UNITS_WITH_VALIDATORS: readonly Unit[] = ['hr', 'ta', 'ld', 'pmo'];

/** The duty that decides employee requests of a unit. */
export function decidingDuty(unit: Unit): 'approver' | 'validator' {
  return UNITS_WITH_VALIDATORS.includes(unit) ? 'validator' : 'approver';
}

const GRANT_CODES: Readonly<Record<string, Grant>> = {
  hr: { unit: 'hr', duty: 'admin' },
  hr_up: { unit: 'hr', duty: 'updater' },
  hr_va: { unit: 'hr', duty: 'validator' },
  ta_up: { unit: 'ta', duty: 'updater' },
  ta_va: { unit: 'ta', duty: 'validator' },
  ld_up: { unit: 'ld', duty: 'updater' },
  ld_va: { unit: 'ld', duty: 'validator' },
  pmo_up: { unit: 'pmo', duty: 'updater' },
  pmo_va: { unit: 'pmo', duty: 'validator' },
  pm: { unit: 'pm', duty: 'approver' },
  pm_arch: { unit: 'pmarch', duty: 'approver' },
  presales: { unit: 'presales', duty: 'approver' },
  marketing: { unit: 'marketing', duty: 'approver' },
  dp: { unit: 'dp', duty: 'viewer' },
  central: { unit: 'central', duty: 'admin' },
};

/** All codes of the import column `grants`, in the order in which they are listed to people. */
export const GRANT_CODE_NAMES: readonly string[] = Object.keys(GRANT_CODES);

/** The grant behind an import code such as `pm_arch`; undefined for an unknown code. */
export function grantFromCode(code: string): Grant | undefined {
  return Object.hasOwn(GRANT_CODES, code) ? GRANT_CODES[code] : undefined;
}

export function holds(grants: readonly Grant[], unit: Unit, ...duties: readonly Duty[]): boolean {
  return grants.some((grant) => grant.unit === unit && (duties.length === 0 || duties.includes(grant.duty)));
}
