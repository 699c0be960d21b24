import { compileFilter } from '../matcher/index.js';
import type { Pacer } from '../flow/pacer.js';
import { PAUSE, type Pause } from '../flow/pause.js';
import type { ForeignCollection } from '../pipeline/index.js';
import type { Deadline } from '../planner/deadline.js';
import { queryDocuments } from '../planner/query-documents.js';
import type { Unit } from '../store/unit.js';
import type { Doc, Value } from '../values/types.js';
import { findCollection } from './find-target.js';

/** Another collection of the same database, as `$lookup` and `$unionWith` read it, through its indexes. */
export function foreignCollection(
  unit: Unit,
  database: string,
  name: string,
  deadline: Deadline | undefined,
  pacer: Pacer,
): ForeignCollection {
  const collection = findCollection(unit, database, name);
  function* query(filter: Doc, fields: ReadonlySet<string> | undefined): Generator<Doc | Pause, void, void> {
    if (collection === undefined) return;
    const { matches } = queryDocuments(unit, collection, {
      filter: compileFilter(filter),
      pacer,
      ...(fields === undefined ? {} : { fields }),
      ...(deadline === undefined ? {} : { deadline }),
    });
    for (const match of matches) yield match === PAUSE ? PAUSE : match.doc;
  }
  return {
    isIndexed: (field) =>
      field === '_id' || collection?.indexes.some(({ fields }) => fields[0]?.[0] === field) === true,
    findByEquality: (values, field, fields) => query(equalityFilter(values, field), fields),
    scan: (filter, fields) => query(filter ?? new Map<string, Value>(), fields),
  };
}

/** A superset is allowed, so values that `$in` would treat as patterns or arrays lead to a scan. */
function equalityFilter(values: readonly Value[], field: string): Doc {
  return new Map([[field, new Map([['$in', [...values]]])]]);
}
