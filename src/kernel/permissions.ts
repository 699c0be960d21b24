import type { Actor } from './actor.js';
import { decidingDuty, type Duty, type Unit } from './units.js';

/**
 * What a route or a policy may ask for. `public` and `signed-in` need no grant; all others come from duties.
 * A permission that belongs to a unit is asked for together with the unit: `can(actor, 'requests:decide', 'pm')`.
 */
export const PERMISSIONS = [
  'public',
  'signed-in',
  'workspace:view',
  'requests:view',
  'requests:decide',
  'requests:propose',
  'requests:raise-for-others',
  'awards:grant',
  'people:administer',
  'people:import',
  'requests:reassign',
  'categories:manage',
  'points:correct',
  'settings:manage',
  'audit:view',
  'mails:manage',
  'analytics:view',
  'figures:view-all',
  'exports:take',
  'targets:manage',
  'bonuses:award',
  'announcements:send',
  'operations:view',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Which duties of a unit carry a permission. `admin` alone never decides (docs/domain-language.md, "Other eyes decide"). */
function dutiesFor(permission: Permission, unit: Unit): readonly Duty[] {
  switch (permission) {
    case 'workspace:view':
      return ['updater', 'validator', 'approver', 'viewer', 'admin'];
    case 'requests:view':
      return ['updater', 'validator', 'approver', 'admin'];
    case 'requests:decide':
      return unit === 'central' || unit === 'dp' ? [] : ['approver', 'validator'];
    case 'requests:propose':
      return ['updater'];
    case 'requests:raise-for-others':
      return unit === 'marketing' ? ['approver'] : [];
    case 'awards:grant':
      return unit === 'hr' || unit === 'central' ? ['admin'] : [decidingDuty(unit)];
    case 'people:administer':
    case 'people:import':
    case 'requests:reassign':
    case 'categories:manage':
    case 'points:correct':
    case 'settings:manage':
    case 'audit:view':
    case 'mails:manage':
      return unit === 'hr' ? ['admin'] : [];
    case 'analytics:view':
      return unit === 'pmarch' ? ['approver'] : unit === 'dp' ? ['viewer'] : unit === 'central' || unit === 'hr' ? ['admin'] : [];
    case 'figures:view-all':
    case 'exports:take':
    case 'targets:manage':
    case 'bonuses:award':
    case 'announcements:send':
      return unit === 'central' ? ['admin'] : [];
    case 'operations:view':
      return unit === 'hr' || unit === 'central' ? ['admin'] : [];
    case 'public':
    case 'signed-in':
      return [];
  }
}

/** True when the actor holds the permission, in the given unit where the permission belongs to one. */
export function can(actor: Actor | undefined, permission: Permission, unit?: Unit): boolean {
  if (permission === 'public') return true;
  if (actor === undefined) return false;
  if (actor.kind === 'system' || permission === 'signed-in') return true;
  return actor.grants.some(
    (grant) => (unit === undefined || grant.unit === unit) && dutiesFor(permission, grant.unit).includes(grant.duty),
  );
}
