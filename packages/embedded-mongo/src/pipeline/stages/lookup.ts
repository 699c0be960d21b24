import { MongoError, unsupported } from '../../errors.js';
import { PAUSE, type Flow, type Pause } from '../../flow/pause.js';
import { compileFilter } from '../../matcher/index.js';
import type { Doc, Value } from '../../values/types.js';
import { parsePath } from '../expression/field-path.js';
import type { Cell, Evaluator } from '../expression/scope.js';
import { approximateSize, type MemoryMeter } from '../memory.js';
import { ForeignTable } from './foreign-table.js';
import { equalityProbe, plainConditions } from './lookup-probe.js';
import { allValuesAt, withPath } from './paths.js';
import { collected, type StageCompiler, type StageContext, type SubPipeline } from './stage.js';

/** So many searches without an index are made before the other collection is taken into memory. */
const SEARCHES_BEFORE_TABLE = 3;
/** The table takes at most this part of the memory of the pipeline. */
const TABLE_SHARE = 4;
const OPTIONS = new Set(['from', 'as', 'localField', 'foreignField', 'let', 'pipeline']);

/** `$lookup` by equality, by pipeline, or by both. */
export const lookup: StageCompiler = (spec, ctx) => {
  if (!(spec instanceof Map)) throw new MongoError(9, 'the $lookup specification must be an Object');
  for (const name of spec.keys())
    if (!OPTIONS.has(name)) throw new MongoError(9, `unknown argument to $lookup: ${name}`);
  const from = text(spec, 'from');
  const as = parsePath(text(spec, 'as') ?? missing('as'));
  if (from === undefined) {
    if (spec.get('from') instanceof Map) throw unsupported('$lookup from another database');
    throw unsupported('$lookup without a collection to look up from');
  }
  const localField = text(spec, 'localField');
  const foreignField = text(spec, 'foreignField');
  if ((localField === undefined) !== (foreignField === undefined)) {
    throw new MongoError(9, "$lookup requires both or neither of 'localField' and 'foreignField' to be specified");
  }
  const stages = spec.get('pipeline');
  if (stages === undefined && localField === undefined) {
    throw new MongoError(
      9,
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  }
  if (stages !== undefined && !Array.isArray(stages))
    throw new MongoError(9, "$lookup argument 'pipeline' must be an array");
  if (spec.has('let') && stages === undefined)
    throw new MongoError(9, "$lookup with a 'let' argument must also specify 'pipeline'");
  ctx.foreign.add(from);
  const inner = stages === undefined ? undefined : innerPipeline(stages, spec.get('let'), ctx);
  const find =
    localField === undefined || foreignField === undefined
      ? undefined
      : joinByField(from, localField, foreignField, inner?.pipeline.neededFields, ctx);
  const scanned = find === undefined ? inner?.scan(from) : undefined;

  return {
    resets: false,
    *run(input) {
      const meter = ctx.env.memory.meter('$lookup');
      const tableMeter = ctx.env.memory.meter('$lookup');
      try {
        let uncorrelated: Value[] | undefined;
        const search = find?.(tableMeter);
        for (const doc of input) {
          if (doc === PAUSE) {
            yield PAUSE;
            continue;
          }
          inner?.bind(doc);
          let found: Value[];
          if (uncorrelated !== undefined) found = uncorrelated;
          else {
            const candidates = search !== undefined ? search(doc) : (scanned?.() ?? []);
            found = yield* collected(
              inner === undefined ? candidates : inner.pipeline.run(candidates),
              meter,
              approximateSize,
            );
            if (find === undefined && inner?.correlated === false) uncorrelated = found;
            else meter.end();
          }
          yield withPath(doc, as, found);
        }
      } finally {
        meter.end();
        tableMeter.end();
      }
    },
  };
};

function text(spec: Doc, name: string): string | undefined {
  const v = spec.get(name);
  if (v === undefined || (name === 'from' && v instanceof Map)) return undefined;
  if (typeof v !== 'string') throw new MongoError(9, `$lookup argument '${name}' must be a string`);
  return v;
}

function missing(name: string): never {
  throw new MongoError(9, `must specify '${name}' field for a $lookup`);
}

/** Documents whose field equals one of the local values; no local value at all counts as null. */
function joinByField(
  from: string,
  localField: string,
  foreignField: string,
  needed: ReadonlySet<string> | undefined,
  ctx: StageContext,
): (meter: MemoryMeter) => (doc: Doc) => Flow<Doc> {
  const path = parsePath(localField);
  const foreignPath = parsePath(foreignField);
  const fields = needed === undefined ? undefined : new Set([...needed, foreignPath[0] as string]);
  ctx.scope.dependencies.fields.add(path[0] as string);
  return (meter) => {
    const foreign = ctx.env.lookup(from);
    const isCheap = foreign.isIndexed(foreignField);
    const most = ctx.env.memory.limit / TABLE_SHARE;
    let searches = 0;
    let table: ForeignTable | undefined;
    return function* (doc): Generator<Doc | Pause, void, void> {
      const values = [...allValuesAt(doc, path)];
      if (values.length === 0) values.push(null);
      searches += 1;
      if (!isCheap && searches === SEARCHES_BEFORE_TABLE)
        table = yield* ForeignTable.read(foreign, foreignPath, fields, meter, most);
      // Each value is wrapped in $eq, so that a regular expression only equals itself.
      const filter = compileFilter(
        new Map([['$or', values.map((v) => new Map([[foreignField, new Map([['$eq', v]])]]))]]),
      );
      const candidates = table?.find(values) ?? foreign.findByEquality(values, foreignField, fields);
      for (const candidate of candidates) {
        if (candidate === PAUSE || filter.matches(candidate)) yield candidate;
        else if (table !== undefined && ctx.env.pacer.due()) yield PAUSE;
      }
    };
  };
}

interface InnerPipeline {
  readonly pipeline: SubPipeline;
  /** False when no variable of the outer document is bound, so that one run serves all. */
  readonly correlated: boolean;
  bind(doc: Doc): void;
  scan(from: string): () => Flow<Doc>;
}

function innerPipeline(stages: readonly Value[], vars: Value | undefined, ctx: StageContext): InnerPipeline {
  if (vars !== undefined && !(vars instanceof Map)) throw new MongoError(9, "$lookup argument 'let' must be an object");
  const bound: { name: string; evaluate: Evaluator; cell: Cell }[] = [...(vars ?? new Map<string, Value>())].map(
    ([name, expr]) => ({
      name,
      evaluate: ctx.scope.compile(expr),
      cell: ctx.scope.bind(name).cell,
    }),
  );
  const scope = ctx.scope.withCells(bound.map(({ name, cell }) => [name, cell])).overOtherDocuments();
  const pipeline = ctx.subPipeline(stages, scope);
  const probe = equalityProbe(stages, scope);
  const conditions = plainConditions(stages);
  return {
    pipeline,
    correlated: bound.length > 0,
    bind: (doc) => {
      const values = bound.map(({ evaluate }) => evaluate(doc));
      bound.forEach(({ cell }, i) => (cell.value = values[i]));
    },
    scan: (from) => () => {
      const foreign = ctx.env.lookup(from);
      const value = probe?.value();
      if (probe === undefined || Array.isArray(value)) return foreign.scan(conditions, pipeline.neededFields);
      return foreign.findByEquality([value === undefined ? null : value], probe.field, pipeline.neededFields);
    },
  };
}
