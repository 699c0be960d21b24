import { MongoError, unsupported } from '../../errors.js';
import { PAUSE, type Pause } from '../../flow/pause.js';
import { compileFilter, type Filter } from '../../matcher/index.js';
import { canonicalKey } from '../../values/compare.js';
import { isNumeric } from '../../values/kinds.js';
import { toExactInteger } from '../../values/numbers.js';
import type { Doc, Value } from '../../values/types.js';
import { parsePath } from '../expression/field-path.js';
import { approximateSize, type MemoryMeter } from '../memory.js';
import { allValuesAt, withPath } from './paths.js';
import type { StageCompiler } from './stage.js';

const OPTIONS = new Set([
  'from',
  'startWith',
  'connectFromField',
  'connectToField',
  'as',
  'maxDepth',
  'depthField',
  'restrictSearchWithMatch',
]);

/** `$graphLookup`: what can be reached from a document, breadth first; each document found once. */
export const graphLookup: StageCompiler = (spec, ctx) => {
  if (!(spec instanceof Map)) throw new MongoError(40327, 'the $graphLookup stage specification must be an object');
  for (const name of spec.keys())
    if (!OPTIONS.has(name)) throw new MongoError(40104, `Unknown argument to $graphLookup: ${name}`);
  if (spec.get('from') instanceof Map) throw unsupported('$graphLookup from another database');
  const start = spec.get('startWith');
  const [from, to, as, collection] = ['connectFromField', 'connectToField', 'as', 'from'].map((name) =>
    text(spec, name),
  );
  if (start === undefined || from === undefined || to === undefined || as === undefined || collection === undefined)
    throw new MongoError(
      40105,
      "$graphLookup requires 'from', 'as', 'startWith', 'connectFromField', and 'connectToField' to be specified.",
    );
  const [fromPath, asPath] = [parsePath(from), parsePath(as)];
  parsePath(to);
  const depthField = text(spec, 'depthField');
  const depthPath = depthField === undefined ? undefined : parsePath(depthField);
  const maxDepth = depthLimit(spec.get('maxDepth'));
  const restriction = spec.get('restrictSearchWithMatch');
  if (restriction !== undefined && !(restriction instanceof Map))
    throw new MongoError(40185, "$graphLookup argument 'restrictSearchWithMatch' must be an object");
  const restrict = restriction === undefined ? undefined : compileFilter(restriction, { now: ctx.env.now });
  ctx.foreign.add(collection);
  const startWith = ctx.scope.compile(start);
  const { env } = ctx;

  function* reach(doc: Doc, meter: MemoryMeter): Generator<Pause, Doc[], void> {
    const first = startWith(doc);
    const found = new Map<string, Doc>();
    const asked = new Set<string>();
    let frontier = fresh(Array.isArray(first) ? first : [first === undefined ? null : first], asked);
    for (let depth = 0; frontier.length > 0 && depth <= maxDepth; depth++) {
      const filter = equalToOne(to as string, frontier);
      const next: Value[] = [];
      for (const candidate of env.lookup(collection as string).findByEquality(frontier, to as string)) {
        if (candidate === PAUSE) {
          yield PAUSE;
          continue;
        }
        if (!filter.matches(candidate) || restrict?.matches(candidate) === false) continue;
        const key = canonicalKey(candidate.get('_id'));
        if (found.has(key)) continue;
        meter.add(approximateSize(candidate) + key.length + 64);
        found.set(key, depthPath === undefined ? candidate : withPath(candidate, depthPath, BigInt(depth)));
        next.push(...allValuesAt(candidate, fromPath));
      }
      frontier = fresh(next, asked);
    }
    return [...found.values()];
  }

  return {
    resets: false,
    *run(input) {
      const meter = env.memory.meter('$graphLookup');
      try {
        for (const doc of input) {
          if (doc === PAUSE) {
            yield PAUSE;
            continue;
          }
          const reached = yield* reach(doc, meter);
          yield withPath(doc, asPath, reached);
          meter.end();
        }
      } finally {
        meter.end();
      }
    },
  };
};

function text(spec: Doc, name: string): string | undefined {
  const v = spec.get(name);
  if (v !== undefined && typeof v !== 'string')
    throw new MongoError(40103, `expected string as argument for ${name}, found: ${typeof v}`);
  return v;
}

function depthLimit(v: Value | undefined): number {
  if (v === undefined) return Infinity;
  if (!isNumeric(v)) throw new MongoError(40100, 'maxDepth requires numeric argument');
  const n = toExactInteger(v);
  if (n === undefined) throw new MongoError(40102, 'maxDepth could not be represented as a long long');
  if (n < 0n) throw new MongoError(40101, 'maxDepth requires a nonnegative argument');
  return Number(n);
}

/** The values that have not been searched for yet. */
function fresh(values: readonly Value[], asked: Set<string>): Value[] {
  return values.filter((v) => {
    const key = canonicalKey(v);
    if (asked.has(key)) return false;
    asked.add(key);
    return true;
  });
}

function equalToOne(field: string, values: readonly Value[]): Filter {
  return compileFilter(new Map([['$or', values.map((v) => new Map([[field, new Map([['$eq', v]])]]))]]));
}
