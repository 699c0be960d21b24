import type { Model } from 'mongoose';
import { operator } from '../../platform/storage/index.js';
import type { PersonRecord } from './person.model.js';

export const CIRCLE_PROBLEM = {
  code: 'person.manager_circle',
  path: 'managerId',
  message: 'This would make a circle: the manager stands below this person.',
} as const;

/**
 * Those of the people given who would stand above themselves if everybody had the manager given here. Managers further
 * up are read level by level, all of a level at once; nobody is read twice.
 */
export async function findCircles(
  people: Model<PersonRecord>,
  managers: ReadonlyMap<string, string | null>,
): Promise<Set<string>> {
  const known = new Map(managers);
  let level = unknownAmong(managers.values(), known);
  while (level.length > 0) {
    const records = await people
      .find({ _id: operator({ $in: level }) })
      .select({ manager: 1 })
      .lean<Pick<PersonRecord, '_id' | 'manager'>[]>();
    for (const id of level) known.set(id, null);
    for (const { _id, manager } of records) known.set(_id, manager);
    level = unknownAmong(
      records.map(({ manager }) => manager),
      known,
    );
  }
  return circlesAmong([...managers.keys()], known);
}

/** The pure part: who of `ids` comes back to himself by going from manager to manager. */
export function circlesAmong(ids: readonly string[], managers: ReadonlyMap<string, string | null>): Set<string> {
  return new Set(
    ids.filter((id) => {
      const seen = new Set<string>();
      let above = managers.get(id) ?? null;
      while (above !== null && above !== id && !seen.has(above)) {
        seen.add(above);
        above = managers.get(above) ?? null;
      }
      return above === id;
    }),
  );
}

function unknownAmong(ids: Iterable<string | null>, known: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...ids].filter((id): id is string => id !== null && !known.has(id)))];
}
