import { MongoError, unsupported } from '../errors.js';
import { describeValue } from '../values/describe.js';
import { isNumeric, isTruthy, kindName } from '../values/kinds.js';
import { toDouble } from '../values/numbers.js';
import type { Doc, Value } from '../values/types.js';
import { compileFilter } from '../matcher/index.js';
import type { SpecialEntry, SpecialProjection } from './parse.js';

type Step = (projected: Doc, original: Doc, positional: number | undefined) => Doc;

/** `$slice`, `$elemMatch` and the positional `arr.$` of a find projection. */
export class FindOperators implements SpecialProjection {
  readonly steps: Step[] = [];
  needsPosition = false;
  private hasElemMatch = false;

  /** Fields that the steps read from the original. */
  readonly reads = new Set<string>();

  take(path: string, value: Value): SpecialEntry | undefined {
    if (path.includes('.$.')) {
      throw new MongoError(
        31394,
        "As of 4.4, it's illegal to specify positional operator in the middle of a path. Positional projection may only be used at the end, for example: a.b.$. If the query previously used a form like a.b.$.d, remove the parts following the '$' and the results will be equivalent.",
      );
    }
    if (path.endsWith('.$')) return this.positional(path, value);
    if (!(value instanceof Map)) return undefined;
    const name = value.keys().next().value;
    if (name === '$meta') throw unsupported('The projection $meta');
    if (name === '$elemMatch') return this.elemMatch(path, value);
    if (name !== '$slice' || value.size !== 1) return undefined;
    const range = sliceRange(value.get('$slice') as Value);
    if (range === undefined) return undefined;
    this.steps.push((projected) => mapArrayAt(projected, path.split('.'), 0, (array) => cut(array, range)));
    return { mark: path, kind: 'slice' };
  }

  private positional(path: string, value: Value): SpecialEntry {
    if (value instanceof Map) {
      throw new MongoError(31271, 'positional projection cannot be used with an expression or sub object');
    }
    if (typeof value !== 'boolean' && !isNumeric(value)) {
      throw new MongoError(31308, 'positional projection cannot be used with a literal');
    }
    if (!isTruthy(value)) throw new MongoError(31395, 'positional projection cannot be used with exclusion');
    if (this.needsPosition)
      throw new MongoError(31276, 'Cannot specify more than one positional projection per query.');
    if (this.hasElemMatch) throw new MongoError(31256, 'Cannot specify positional operator and $elemMatch.');
    if (path === '.$') throw new MongoError(5392900, 'Projection on field .$ is invalid');
    this.needsPosition = true;
    const array = path.slice(0, -2);
    const names = array.split('.');
    this.steps.push((projected, original, positional) =>
      mapArrayAt(
        projected,
        names,
        0,
        (items) => {
          const element = positional === undefined ? undefined : items[positional];
          if (element === undefined) {
            throw new MongoError(
              51246,
              "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
            );
          }
          return [element];
        },
        original,
      ),
    );
    return { mark: array, kind: 'include' };
  }

  private elemMatch(path: string, value: Doc): SpecialEntry {
    if (value.size !== 1) throw new MongoError(16410, "FieldPath field names may not start with '$'.");
    const condition = value.get('$elemMatch') as Value;
    if (!(condition instanceof Map)) {
      throw new MongoError(31274, `elemMatch: Invalid argument, object required, but got ${kindName(condition)}`);
    }
    if (this.needsPosition) throw new MongoError(31255, 'Cannot specify positional operator and $elemMatch.');
    if (path.includes('.')) throw new MongoError(31275, 'Cannot use $elemMatch projection on a nested field.');
    this.hasElemMatch = true;
    this.reads.add(path);
    const filter = compileFilter(new Map([[path, new Map([['$elemMatch', condition]])]]));
    this.steps.push((projected, original) => {
      const out = new Map(projected);
      out.delete(path);
      const array = original.get(path);
      const pos: { index?: number } = {};
      if (Array.isArray(array) && filter.matches(original, pos) && pos.index !== undefined) {
        out.set(path, [array[pos.index] as Value]);
      }
      return out;
    });
    return { kind: 'elemMatch' };
  }
}

interface SliceRange {
  readonly skip: number | undefined;
  readonly limit: number;
}

/** Find's `$slice: n` and `$slice: [skip, n]`; undefined for the aggregation form. */
function sliceRange(arg: Value): SliceRange | undefined {
  if (isNumeric(arg)) return { skip: undefined, limit: Math.trunc(toDouble(arg)) };
  if (!Array.isArray(arg)) {
    throw new MongoError(
      28667,
      `Invalid $slice syntax. The given syntax { $slice: ${describeValue(arg)} } did not match the find() syntax because :: Location31273: $slice only supports numbers and [skip, limit] arrays :: The given syntax did not match the expression $slice syntax. :: caused by :: Expression $slice takes at least 2 arguments, and at most 3, but 1 were passed in.`,
    );
  }
  const [skip, limit] = arg;
  if (arg.length !== 2 || !isNumeric(skip) || !isNumeric(limit)) return undefined;
  const count = Math.trunc(toDouble(limit));
  if (!(count > 0)) {
    throw new MongoError(
      28724,
      `Invalid $slice syntax. The given syntax { $slice: ${describeValue(arg)} } did not match the find() syntax because :: Location31259: $slice limit must be positive, got ${count} :: The given syntax did not match the expression $slice syntax. :: caused by :: First argument to $slice must be an array, but is of type: ${kindName(skip)}`,
    );
  }
  return { skip: Math.trunc(toDouble(skip)), limit: count };
}

function cut(array: readonly Value[], { skip, limit }: SliceRange): Value[] {
  if (skip === undefined) return limit >= 0 ? array.slice(0, limit) : array.slice(limit);
  const start = skip >= 0 ? skip : Math.max(0, array.length + skip);
  return array.slice(start, start + limit);
}

/** Replaces the first array on a path; documents in arrays above it are gone through. */
function mapArrayAt(
  doc: Doc,
  path: readonly string[],
  i: number,
  change: (array: Value[]) => Value[],
  positionalOf?: Doc,
): Doc {
  const name = path[i] as string;
  const value = doc.get(name);
  if (value === undefined) return doc;
  const last = i === path.length - 1;
  let next: Value = value;
  if (Array.isArray(value)) {
    // The positional operator cuts the outermost array, $slice the one at the end of the path.
    if (last || positionalOf !== undefined) next = change(value);
    else next = value.map((item) => (item instanceof Map ? mapArrayAt(item, path, i + 1, change) : item));
  } else if (value instanceof Map && !last) next = mapArrayAt(value, path, i + 1, change, positionalOf);
  return next === value ? doc : new Map(doc).set(name, next);
}
