import { MongoError, unsupported } from '../../errors.js';
import { PAUSE, type Flow, type Pause } from '../../flow/pause.js';
import { compileFilter } from '../../matcher/index.js';
import type { Doc, Value } from '../../values/types.js';
import { parsePath } from '../expression/field-path.js';
import type { Cell, Evaluator } from '../expression/scope.js';
import { approximateSize } from '../memory.js';
import { equalityProbe, plainConditions } from './lookup-probe.js';
import { allValuesAt, withPath } from './paths.js';
import { collected, type StageCompiler, type StageContext, type SubPipeline } from './stage.js';

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
      : joinByField(from, localField, foreignField, ctx);
  const scanned = find === undefined ? inner?.scan(from) : undefined;

  return {
    resets: false,
    *run(input) {
      const meter = ctx.env.memory.meter('$lookup');
      try {
        let uncorrelated: Value[] | undefined;
        for (const doc of input) {
          if (doc === PAUSE) {
            yield PAUSE;
            continue;
          }
          inner?.bind(doc);
          let found: Value[];
          if (uncorrelated !== undefined) found = uncorrelated;
          else {
            const candidates = find !== undefined ? find(doc) : (scanned?.() ?? []);
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
  ctx: StageContext,
): (doc: Doc) => Flow<Doc> {
  const path = parsePath(localField);
  parsePath(foreignField);
  ctx.scope.dependencies.fields.add(path[0] as string);
  return function* (doc): Generator<Doc | Pause, void, void> {
    const values = [...allValuesAt(doc, path)];
    if (values.length === 0) values.push(null);
    // Each value is wrapped in $eq, so that a regular expression only equals itself.
    const filter = compileFilter(
      new Map([['$or', values.map((v) => new Map([[foreignField, new Map([['$eq', v]])]]))]]),
    );
    for (const candidate of ctx.env.lookup(from).findByEquality(values, foreignField)) {
      if (candidate === PAUSE || filter.matches(candidate)) yield candidate;
    }
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
      if (probe === undefined || Array.isArray(value)) return foreign.scan(conditions);
      return foreign.findByEquality([value === undefined ? null : value], probe.field);
    },
  };
}
