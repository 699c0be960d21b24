import { MongoError } from '../../../errors.js';
import { PAUSE, type Flow, type Pause } from '../../../flow/pause.js';
import { SortBuffer } from '../../../flow/sort-buffer.js';
import { compileSort, type Sort, type SortKey } from '../../../sorter/index.js';
import { compareValues } from '../../../values/compare.js';
import { kindName } from '../../../values/kinds.js';
import type { Doc, Value } from '../../../values/types.js';
import { parsePath } from '../../expression/field-path.js';
import type { Evaluator } from '../../expression/scope.js';
import { approximateSize, type MemoryMeter } from '../../memory.js';
import { withPath } from '../paths.js';
import type { StageCompiler, StageContext } from '../stage.js';
import { windowFunction } from './functions.js';
import type { Partition } from './partition.js';

interface Entry {
  readonly id: Value;
  readonly key: SortKey;
  readonly doc: Doc;
}

const FIELDS = ['partitionBy', 'sortBy', 'output'];
/** Bytes of a document in the sort besides its own. */
const ENTRY_BYTES = 160;

/** `$setWindowFields`: values computed over the neighbours of each document in its partition. */
export const setWindowFields: StageCompiler = (spec, ctx) => {
  if (!(spec instanceof Map))
    throw new MongoError(9, `the $setWindowFields stage specification must be an object, found ${kindName(spec)}`);
  for (const name of spec.keys())
    if (!FIELDS.includes(name))
      throw new MongoError(40415, `BSON field '$setWindowFields.${name}' is an unknown field.`);
  const { scope } = ctx;
  const output = spec.get('output');
  if (output === undefined)
    throw new MongoError(40414, "BSON field '$setWindowFields.output' is missing but a required field");
  const sortSpec = spec.get('sortBy');
  for (const [name, v] of [
    ['output', output],
    ['sortBy', sortSpec],
  ] as const)
    if (v !== undefined && !(v instanceof Map))
      throw new MongoError(
        14,
        `BSON field '$setWindowFields.${name}' is the wrong type '${kindName(v)}', expected type 'object'`,
      );
  const by = spec.get('partitionBy');
  const partitionOf = by === undefined ? undefined : scope.compile(by);
  const sort = sortSpec instanceof Map && sortSpec.size > 0 ? compileSort(sortSpec) : undefined;
  for (const field of sort?.fields ?? []) scope.dependencies.fields.add(field);
  const outputs = [...(output as Doc)].map(([name, f]) => ({
    path: parsePath(name),
    compute: windowFunction(name, f, sort, ctx),
  }));
  assertDistinct([...(output as Doc).keys()]);
  return {
    resets: false,
    *run(input) {
      const meter = ctx.env.memory.meter('$setWindowFields');
      try {
        for (const partition of partitions(input, partitionOf, sort, ctx, meter)) {
          if (partition === PAUSE) {
            yield PAUSE;
            continue;
          }
          const columns: (Value | undefined)[][] = [];
          for (const { compute } of outputs) {
            columns.push(yield* compute(partition));
            meter.add(partition.docs.length * 40);
          }
          for (let i = 0; i < partition.docs.length; i++) {
            if (ctx.env.pacer.due()) yield PAUSE;
            let doc = partition.docs[i] as Doc;
            outputs.forEach(({ path }, k) => {
              const v = columns[k]?.[i];
              doc = withPath(doc, path, v === undefined ? null : v);
            });
            yield doc;
          }
          meter.release(outputs.length * partition.docs.length * 40);
        }
      } finally {
        meter.end();
      }
    },
  };
};

function assertDistinct(names: readonly string[]): void {
  for (const a of names)
    for (const b of names)
      if (a !== b && b.startsWith(`${a}.`))
        throw new MongoError(6307900, "$setWindowFields 'output' specification contains two conflicting paths");
}

/** The partitions in the order of their values. Without one to sort by, the documents stay in their order. */
function* partitions(
  input: Flow<Doc>,
  partitionOf: Evaluator | undefined,
  sort: Sort | undefined,
  ctx: StageContext,
  meter: MemoryMeter,
): Generator<Partition | Pause, void, void> {
  const compare = (a: Entry, b: Entry): number => {
    const c = partitionOf === undefined ? 0 : compareValues(a.id, b.id);
    return c !== 0 || sort === undefined ? c : sort.compareKeys(a.key, b.key);
  };
  const buffer = new SortBuffer<Entry>(compare);
  for (const doc of input) {
    if (doc === PAUSE) {
      yield PAUSE;
      continue;
    }
    meter.add(approximateSize(doc) + ENTRY_BYTES);
    const v = partitionOf?.(doc);
    if (Array.isArray(v))
      throw new MongoError(14, 'An expression used to partition cannot evaluate to value of type array');
    buffer.add({ id: v === undefined ? null : v, key: sort === undefined ? [] : sort.sortKey(doc), doc });
  }
  let at: { id: Value; partition: Partition } | undefined;
  for (const entry of buffer.drain(ctx.env.pacer)) {
    if (entry === PAUSE) {
      yield PAUSE;
      continue;
    }
    const { id, key, doc } = entry;
    if (at === undefined || (partitionOf !== undefined && compareValues(at.id, id) !== 0)) {
      if (at !== undefined) yield at.partition;
      at = { id, partition: { docs: [], keys: [] } };
    }
    at.partition.docs.push(doc);
    at.partition.keys.push(key);
  }
  if (at !== undefined) yield at.partition;
}
