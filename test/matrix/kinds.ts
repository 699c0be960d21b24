import type { Unit } from '../../src/kernel/units.js';
import type { DecidingUnit } from '../support/records.js';
import type { Role } from '../support/cast.js';

/** Kinds of people, as seen from the unit of a route and the records it is tried with. */
export const KINDS = [
  'anonymous',
  /** Whose the records are. */
  'employee',
  /** Of the same team. */
  'colleague',
  /** Holds the duty that decides in the unit, and the records are assigned to. */
  'approver',
  /** Holds the same duty; another team's, or nothing is assigned to. */
  'peer',
  /** Proposes for the unit; where it takes no proposals, for another one. */
  'updater',
  /** Decides in another unit. */
  'stranger',
  'hrAdmin',
  'central',
  'dp',
  /** Holds every grant there is, in another organization. */
  'otherAdmin',
] as const;

export type Kind = (typeof KINDS)[number];

/** Let in, or the answer to those who are not. */
export type Access = Readonly<Record<Kind, 'in' | 401 | 403 | 404>>;

const PAIRS: Readonly<Record<DecidingUnit, readonly [approver: Role, peer: Role]>> = {
  pm: ['manager', 'otherManager'],
  pmarch: ['pmarch', 'pmarchOther'],
  pmo: ['pmo', 'pmoOther'],
  hr: ['hrValidator', 'hrOther'],
  ta: ['ta', 'taOther'],
  ld: ['ld', 'ldOther'],
  presales: ['presales', 'presalesOther'],
  marketing: ['marketing', 'marketingOther'],
};

function pairOf(unit: Unit | undefined): readonly [Role, Role] {
  return unit === undefined || unit === 'central' || unit === 'dp' ? PAIRS.pm : PAIRS[unit];
}

/** Who plays a kind for a route of the unit. */
export function roleOf(kind: Exclude<Kind, 'anonymous' | 'otherAdmin'>, unit: Unit | undefined): Role {
  if (kind === 'approver') return pairOf(unit)[0];
  if (kind === 'peer') return pairOf(unit)[1];
  if (kind === 'updater') return unit === 'hr' || unit === 'ld' || unit === 'pmo' ? `${unit}Updater` : 'taUpdater';
  if (kind === 'stranger') return unit === 'marketing' ? 'presales' : 'marketing';
  return kind;
}

function access(rest: Access['employee'], others: Partial<Access>): Access {
  const all = Object.fromEntries(KINDS.map((kind) => [kind, rest])) as Record<Kind, 'in' | 401 | 403 | 404>;
  return { ...all, anonymous: 401, ...others };
}

export const EVERYBODY = access('in', { anonymous: 'in' });
/** There is no such page any more, for nobody. */
export const GONE = access(404, { anonymous: 404 });
export const SIGNED_IN = access('in', {});
/** A record of the employee's that nobody else has to do with. */
export const OWNER = access(404, { employee: 'in' });
/** Whoever has a duty in the unit; the other organization's administrator sees the own organization there. */
export const HOLDERS = access(403, { approver: 'in', peer: 'in', otherAdmin: 'in' });
/** The same of a unit that takes proposals. */
export const HOLDERS_AND_UPDATERS = access(403, { approver: 'in', peer: 'in', updater: 'in', otherAdmin: 'in' });
export const HOLDERS_AND_HR = access(403, {
  ...{ approver: 'in', peer: 'in', updater: 'in', hrAdmin: 'in', otherAdmin: 'in' },
});
/** Who proposes for a unit. */
export const UPDATERS = access(403, { updater: 'in', otherAdmin: 'in' });
/** What somebody proposed is nobody else's. */
export const UPDATER_OWN = access(403, { updater: 'in', otherAdmin: 404 });
/** Where approvers see only what is theirs. */
export const ASSIGNED = access(403, { approver: 'in', peer: 404, otherAdmin: 404 });
/** Where validators see the whole unit. */
export const WHOLE_UNIT = access(403, { approver: 'in', peer: 'in', updater: 404, otherAdmin: 404 });
export const WHOLE_UNIT_AND_HR = access(403, {
  ...{ approver: 'in', peer: 'in', updater: 404, hrAdmin: 'in', otherAdmin: 404 },
});
/** Who may take over what nobody decides. */
export const UNIT_VALIDATORS = access(403, { approver: 'in', peer: 'in', otherAdmin: 404 });
/** Where validators see the whole unit and decide what is assigned to them. */
export const ASSIGNED_VALIDATOR = access(403, { approver: 'in', otherAdmin: 404 });
/** What everybody of the organization was told. */
export const TOLD = access('in', { otherAdmin: 404 });
export const EVIDENCE = access(404, { employee: 'in', approver: 'in', hrAdmin: 'in', central: 'in' });
export const HR_ADMIN = access(403, { hrAdmin: 'in', otherAdmin: 'in' });
/** A record of the organization's HR. */
export const HR_ADMIN_RECORD = access(403, { hrAdmin: 'in', otherAdmin: 404 });
/** A file of HR's: whether there is one is nobody else's to know. */
export const HR_FILE = access(404, { hrAdmin: 'in' });
export const DP = access(403, { dp: 'in', otherAdmin: 'in' });
/** Somebody whose delivery partner it is. */
export const DP_RECORD = access(403, { dp: 'in', otherAdmin: 404 });
export const CENTRAL = access(403, { central: 'in', otherAdmin: 'in' });
export const CENTRAL_RECORD = access(403, { central: 'in', otherAdmin: 404 });

/** Who have least, most, and something between. */
const SOME: readonly Kind[] = ['anonymous', 'employee', 'approver', 'hrAdmin'];

/** With whose eyes a page is looked at: of everybody who is let in, of some where it is for everybody alike. */
export function eyesFor(who: Access): readonly Kind[] {
  const letIn = KINDS.filter((kind) => who[kind] === 'in');
  return letIn.length < KINDS.length - 1 ? letIn : letIn.filter((kind) => SOME.includes(kind));
}
