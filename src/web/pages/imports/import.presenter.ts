import type { PersonActor } from '../../../kernel/actor.js';
import type { Import, ImportEffect } from '../../../modules/imports/index.js';
import { paths, unitPaths } from '../../paths.js';
import type { Services } from '../../services.js';

/** What rows come to, with names. */
export interface NamedEffect {
  readonly points: number;
  /** Who has most to decide comes first. */
  readonly deciders: readonly { readonly name: string; readonly count: number }[];
}

/** Where an import is among others, where another file of its kind is uploaded, and whether it is the viewer's. */
export function placeOf({ kind, unit, uploaderId }: Import, actor: PersonActor) {
  const own = kind === 'people' || uploaderId === actor.personId;
  const addresses = own && unit !== null ? unitPaths(unit) : undefined;
  return {
    own,
    list:
      addresses === undefined || addresses.imports === paths.hr.imports
        ? { label: 'Imports', href: paths.hr.imports }
        : { label: 'Files', href: addresses.imports },
    another: kind === 'people' ? paths.hr.importPeople : addresses?.importKind(kind),
  };
}

export async function namedEffect({ points, deciders }: ImportEffect, services: Services): Promise<NamedEffect> {
  const people = await services.people.byIds(Object.keys(deciders));
  return {
    points,
    deciders: Object.entries(deciders)
      .map(([id, count]) => ({ name: people.get(id)?.name ?? 'Unknown person', count }))
      .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1)),
  };
}
