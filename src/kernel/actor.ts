import type { Grant } from './units.js';

/** Who acts: a signed-in person, or the system on behalf of an organization (jobs, imports, demo). */
export type Actor = PersonActor | SystemActor;

export interface PersonActor {
  readonly kind: 'person';
  readonly organizationId: string;
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly grade: string;
  readonly grants: readonly Grant[];
  /** True while the person still has to replace an initial password. */
  readonly mustChangePassword: boolean;
  /** BCP 47; absent where the person chose none. */
  readonly language?: string;
}

export interface SystemActor {
  readonly kind: 'system';
  readonly organizationId: string;
  /** What acts, in words for the audit: "people import", "demo history". */
  readonly name: string;
}

export function systemActor(organizationId: string, name: string): SystemActor {
  return { kind: 'system', organizationId, name };
}

/** The reference stored with events and entries. */
export interface ActorReference {
  readonly kind: 'person' | 'system';
  readonly id: string | null;
  readonly name: string;
}

export function actorReference(actor: Actor): ActorReference {
  return actor.kind === 'person'
    ? { kind: 'person', id: actor.personId, name: actor.name }
    : { kind: 'system', id: null, name: actor.name };
}
