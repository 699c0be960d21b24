import type { Actor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';

/** HR administration keeps the catalogue; the system installs it. */
export function mayEditCatalogue(actor: Actor): boolean {
  return can(actor, 'people:administer', 'hr');
}

export function assertMayEditCatalogue(actor: Actor): void {
  if (!mayEditCatalogue(actor)) throw new Forbidden('category.forbidden', 'Only HR administration edits categories.');
}
