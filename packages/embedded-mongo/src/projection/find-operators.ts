import { MongoError, unsupported } from '../errors.js';
import { isNumeric } from '../values/kinds.js';
import { toDouble } from '../values/numbers.js';
import type { Doc, Value } from '../values/types.js';
import { compileFilter } from '../matcher/index.js';
import type { SpecialProjection } from './parse.js';

type Step = (projected: Doc, original: Doc, positional: number | undefined) => Doc;

/** `$slice`, `$elemMatch` and the positional `arr.$` of a find projection. */
export class FindOperators implements SpecialProjection {
  readonly steps: Step[] = [];
  needsPosition = false;
  private hasElemMatch = false;

  /** Fields that the steps read from the original. */
  readonly reads = new Set<string>();

  take(path: string, value: Value): { readonly mark?: string; readonly includes: boolean } | undefined {
    if (path.endsWith('.$')) return this.positional(path.slice(0, -2));
    if (!(value instanceof Map)) return undefined;
    if (value.has('$meta')) throw unsupported('The projection $meta');
    if (value.has('$elemMatch')) return this.elemMatch(path, value.get('$elemMatch') as Value);
    const slice = value.get('$slice');
    if (slice === undefined || value.size !== 1) return undefined;
    const range = sliceRange(slice);
    if (range === undefined) return undefined;
    this.steps.push((projected) => mapArrayAt(projected, path.split('.'), 0, (array) => cut(array, range)));
    return { mark: path, includes: false };
  }

  private positional(path: string): { readonly mark: string; readonly includes: boolean } {
    if (this.needsPosition)
      throw new MongoError(31276, 'Cannot specify more than one positional projection per query.');
    if (this.hasElemMatch) throw new MongoError(31255, 'Cannot specify positional operator and $elemMatch.');
    this.needsPosition = true;
    const names = path.split('.');
    this.steps.push((projected, original, positional) =>
      mapArrayAt(
        projected,
        names,
        0,
        (array) => {
          const element = positional === undefined ? undefined : array[positional];
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
    return { mark: path, includes: true };
  }

  private elemMatch(path: string, condition: Value): { readonly includes: boolean } {
    if (!(condition instanceof Map))
      throw new MongoError(31274, `elemMatch: Invalid argument, object required, but got ${typeof condition}`);
    if (path.includes('.')) throw new MongoError(31275, 'Cannot use $elemMatch projection on a nested field.');
    if (this.needsPosition) throw new MongoError(31255, 'Cannot specify positional operator and $elemMatch.');
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
    return { includes: true };
  }
}

interface SliceRange {
  readonly skip: number | undefined;
  readonly limit: number;
}

/** Find's `$slice: n` and `$slice: [skip, n]`; undefined for the aggregation form. */
function sliceRange(arg: Value): SliceRange | undefined {
  if (isNumeric(arg)) return { skip: undefined, limit: Math.trunc(toDouble(arg)) };
  if (!Array.isArray(arg))
    throw new MongoError(28667, 'Invalid $slice syntax. The given syntax did not match the find() syntax');
  const [skip, limit] = arg;
  if (arg.length !== 2 || !isNumeric(skip) || !isNumeric(limit)) return undefined;
  const count = Math.trunc(toDouble(limit));
  if (count <= 0) throw new MongoError(28724, 'First argument to $slice must be an array, but is of type: int');
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
