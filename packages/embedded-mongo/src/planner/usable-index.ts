import type { SimpleConstraint } from '../matcher/index.js';
import type { IndexInfo } from '../store/catalog.js';
import { identicalValues } from '../values/compare.js';
import type { Doc, Value } from '../values/types.js';

type Constraints = ReadonlyMap<string, readonly SimpleConstraint[]>;

/** Whether an index lists every document that a query can match: sparse and partial ones leave some out. */
export function servesQuery(index: IndexInfo, constraints: Constraints): boolean {
  if (index.sparse && !index.fields.some(([path]) => requiresPresence(constraints.get(path)))) return false;
  return index.partialFilter === undefined || implies(constraints, index.partialFilter);
}

/** True when a condition cannot be met by a missing field. */
function requiresPresence(constraints: readonly SimpleConstraint[] | undefined): boolean {
  return (constraints ?? []).some((constraint) =>
    constraint.op === 'in' ? constraint.value.every((value) => value !== null) : constraint.value !== null,
  );
}

/** Cautious: true only if every condition of the partial filter visibly follows from the query. */
function implies(constraints: Constraints, partialFilter: Doc): boolean {
  return [...partialFilter].every(([path, condition]) => {
    if (path.startsWith('$')) return false;
    const given = constraints.get(path) ?? [];
    if (!isOperators(condition)) return hasEquality(given, condition);
    return [...condition].every(([operator, value]) => follows(given, operator, value));
  });
}

function isOperators(condition: Value): condition is Doc {
  return condition instanceof Map && [...condition.keys()].some((name) => name.startsWith('$'));
}

function follows(given: readonly SimpleConstraint[], operator: string, value: Value): boolean {
  if (operator === '$eq') return hasEquality(given, value);
  if (operator === '$exists') return value === true && requiresPresence(given);
  if (operator === '$type' && value === 'string') {
    return given.some((constraint) => constraint.op !== 'in' && typeof constraint.value === 'string');
  }
  return given.some(
    (constraint) =>
      `$${constraint.op}` === operator && constraint.op !== 'in' && identicalValues(constraint.value, value),
  );
}

function hasEquality(given: readonly SimpleConstraint[], value: Value): boolean {
  return given.some((constraint) => constraint.op === 'eq' && identicalValues(constraint.value, value));
}
