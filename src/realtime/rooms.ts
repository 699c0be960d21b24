import type { PersonActor } from '../kernel/actor.js';
import { can } from '../kernel/permissions.js';
import { UNITS } from '../kernel/units.js';

/** What concerns one person; the only room whose payloads say more than ids. */
export function personRoom(personId: string): string {
  return `person:${personId}`;
}

/** What concerns the requests of a unit. */
export function unitRoom(organizationId: string, unit: string): string {
  return `unit:${organizationId}:${unit}`;
}

/** What concerns the requests of every unit, for HR administration. */
export function trackerRoom(organizationId: string): string {
  return `tracker:${organizationId}`;
}

/** That the leaderboard has changed. */
export function boardRoom(organizationId: string): string {
  return `board:${organizationId}`;
}

/** All rooms of a person. They follow from who it is; nobody asks to join one. */
export function roomsOf(actor: PersonActor): string[] {
  const units = UNITS.filter((unit) => can(actor, 'requests:view', unit));
  return [
    personRoom(actor.personId),
    boardRoom(actor.organizationId),
    ...units.map((unit) => unitRoom(actor.organizationId, unit)),
    ...(can(actor, 'requests:reassign', 'hr') ? [trackerRoom(actor.organizationId)] : []),
  ];
}
