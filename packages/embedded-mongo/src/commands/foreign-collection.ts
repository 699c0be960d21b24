import { compileFilter } from '../matcher/index.js';
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
): ForeignCollection {
  const collection = findCollection(unit, database, name);
  function* query(filter: Doc): Generator<Doc, void, void> {
    if (collection === undefined) return;
    const { matches } = queryDocuments(unit, collection, {
      filter: compileFilter(filter),
      ...(deadline === undefined ? {} : { deadline }),
    });
    for (const { doc } of matches) yield doc;
  }
  return {
    findByEquality: (values, field) => query(equalityFilter(values, field)),
    scan: (filter) => query(filter ?? new Map<string, Value>()),
  };
}

/** A superset is allowed, so values that `$in` would treat as patterns or arrays lead to a scan. */
function equalityFilter(values: readonly Value[], field: string): Doc {
  return new Map([[field, new Map([['$in', [...values]]])]]);
}
