import { GRANT_CODE_NAMES, grantFromCode, type Grant } from '../../../../kernel/units.js';

export interface GrantChoice {
  /** What a form sends: `hr_va`, or `pm:viewer` for what has no code. */
  readonly code: string;
  /** Key of its name. */
  readonly key: string;
  /** Key of what it lets somebody do. */
  readonly hintKey: string;
  readonly held: boolean;
}

function same(one: Grant, other: Grant | undefined): boolean {
  return one.unit === other?.unit && one.duty === other.duty;
}

/** The code of a grant as files and forms have it. */
export function grantCode(grant: Grant): string {
  return GRANT_CODE_NAMES.find((code) => same(grant, grantFromCode(code))) ?? `${grant.unit}:${grant.duty}`;
}

/** All grants that can be given, and those that are held beside them. */
export function grantChoices(held: readonly string[]): GrantChoice[] {
  return [...new Set([...GRANT_CODE_NAMES, ...held])].map((code) => ({
    code,
    key: grantKey(code),
    hintKey: `${grantKey(code)}.hint`,
    held: held.includes(code),
  }));
}

/** Grants without a code of their own share one name. */
export function grantKey(code: string): string {
  return GRANT_CODE_NAMES.includes(code) ? `grant.${code}` : 'grant.other';
}
