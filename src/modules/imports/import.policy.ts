import type { Actor } from '../../kernel/actor.js';
import { Forbidden, NotFound } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import type { ImportRecord } from './import.model.js';

type Access = Pick<ImportRecord, 'kind' | 'by'>;

/** HR administration works on files of people, and may look at all others. */
export function administers(actor: Actor): boolean {
  return can(actor, 'people:import', 'hr');
}

/** Files of people belong to HR administration, all others to who uploaded them. */
export function mayWorkOn(actor: Actor, { kind, by }: Access): boolean {
  if (kind === 'people') return administers(actor);
  return actor.kind === 'person' && actor.personId === by.id;
}

/** @throws NotFound for everybody whom the import is nothing to */
export function assertMayLookAt(actor: Actor, record: Access): void {
  if (administers(actor) || mayWorkOn(actor, record)) return;
  throw new NotFound('import.not_found', 'There is no such import.');
}

/** @throws NotFound as `assertMayLookAt`; Forbidden for who may only look */
export function assertMayWorkOn(actor: Actor, record: Access): void {
  assertMayLookAt(actor, record);
  if (!mayWorkOn(actor, record)) {
    throw new Forbidden('import.not_yours', 'Only who uploaded this file can go on with it.');
  }
}
