import { MongoError } from '../../../errors.js';
import type { Sort, SortKey } from '../../../sorter/index.js';
import { isNumeric, kindName } from '../../../values/kinds.js';
import { toExactInteger } from '../../../values/numbers.js';
import type { Doc, Value } from '../../../values/types.js';
import { namedArgs } from '../../expression/operator.js';
import type { Scope } from '../../expression/scope.js';
import { quick, type WindowFunction } from './partition.js';

/** `$rank`, `$denseRank`, `$documentNumber`: places by the sort order. */
export function rank(op: string, spec: Doc, sort: Sort | undefined): WindowFunction {
  const arg = spec.get(op);
  if (!(arg instanceof Map) || arg.size > 0)
    throw new MongoError(5371603, `${op} must be specified with '{}' as the value`);
  if (spec.size > 1) throw new MongoError(5371601, `Rank style window functions take no other arguments: ${op}`);
  if (sort === undefined)
    throw new MongoError(
      5371602,
      `${op} must be specified with a top level sortBy expression with exactly one element`,
    );
  return quick(({ docs, keys }) => {
    let place = 0;
    let dense = 0;
    return docs.map((_doc, i) => {
      const before = keys[i - 1];
      const tied = before !== undefined && sort.compareKeys(before, keys[i] as SortKey) === 0;
      if (!tied) {
        place = i + 1;
        dense += 1;
      }
      return BigInt(op === '$documentNumber' ? i + 1 : op === '$rank' ? place : dense);
    });
  });
}

/** `$shift`: the value of the document so many places further. */
export function shift(spec: Doc, sort: Sort | undefined, scope: Scope): WindowFunction {
  if (spec.size > 1) throw new MongoError(9, '$shift does not accept a window field');
  if (sort === undefined) throw new MongoError(9, '$shift requires a sortBy');
  const named = namedArgs(spec.get('$shift') as Value, '$shift', ['output', 'by'], ['default']);
  const by = named.get('by') as Value;
  const distance = isNumeric(by) ? toExactInteger(by) : undefined;
  if (distance === undefined)
    throw new MongoError(9, `'$shift:by' field must be an integer, but found ${kindName(by)}`);
  const evaluate = scope.compile(named.get('output') as Value);
  const constant = scope.overOtherDocuments();
  const fallback = constant.compile(named.get('default') ?? null);
  if (constant.dependencies.wholeDocument || constant.dependencies.fields.size > 0)
    throw new MongoError(9, "'$shift:default' expression must yield a constant value.");
  const otherwise = fallback(new Map());
  return quick(({ docs }) =>
    docs.map((_doc, i) => {
      const other = docs[i + Number(distance)];
      return other === undefined ? otherwise : evaluate(other);
    }),
  );
}
