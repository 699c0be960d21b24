import { MongoError } from '../../errors.js';
import { PAUSE, type Flow, type Pause } from '../../flow/pause.js';
import { kindName } from '../../values/kinds.js';
import type { Doc, Value } from '../../values/types.js';
import { approximateSize } from '../memory.js';
import type { StageCompiler, SubPipeline } from './stage.js';

const NOT_INSIDE = new Set([
  '$facet',
  '$out',
  '$merge',
  '$geoNear',
  '$collStats',
  '$indexStats',
  '$planCacheStats',
  '$documents',
  '$currentOp',
  '$listLocalSessions',
  '$listSessions',
  '$changeStream',
]);
/** Documents handed to the facets at a time. */
const BATCH = 256;

/** `$facet`: several pipelines over the same documents, one document of results. */
export const facet: StageCompiler = (spec, ctx) => {
  if (!(spec instanceof Map) || spec.size === 0)
    throw new MongoError(40169, 'the $facet specification must be a non-empty object');
  const { scope, env } = ctx;
  const facets = [...spec].map(([name, stages]) => {
    if (name === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
    if (name.includes('.')) throw new MongoError(40412, `FieldPath field names may not contain '.': ${name}`);
    if (name.startsWith('$')) throw new MongoError(16410, `FieldPath field names may not start with '$': ${name}`);
    if (!Array.isArray(stages))
      throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is type ${kindName(stages)}`);
    for (const stage of stages) {
      if (!(stage instanceof Map))
        throw new MongoError(40171, `elements of arrays in $facet spec must be non-empty objects, ${name} has others`);
      const stageName = stage.keys().next().value;
      if (stageName !== undefined && NOT_INSIDE.has(stageName))
        throw new MongoError(40600, `${stageName} is not allowed to be used within a $facet stage`);
    }
    const inner = ctx.subPipeline(stages, scope);
    if (inner.neededFields === undefined) scope.dependencies.wholeDocument = true;
    else for (const field of inner.neededFields) scope.dependencies.fields.add(field);
    return { name, inner };
  });
  return {
    resets: true,
    *run(input) {
      const meter = env.memory.meter('$facet');
      const running = facets.map(({ name, inner }) => new RunningFacet(name, inner));
      try {
        let batch: Doc[] = [];
        for (const doc of input) {
          if (doc === PAUSE) {
            yield PAUSE;
            continue;
          }
          if (batch.push(doc) < BATCH) continue;
          for (const each of running) yield* each.feed(batch, meter);
          batch = [];
          if (running.every((each) => each.isDone)) break;
        }
        for (const each of running) yield* each.finish(batch, meter);
        yield new Map<string, Value>(running.map(({ name, results }) => [name, results]));
      } finally {
        for (const each of running) each.leave();
        meter.end();
      }
    },
  };
};

/** One facet, fed piece by piece: when it has read what there is, its input pauses. */
class RunningFacet {
  readonly results: Doc[] = [];
  isDone = false;
  #batch: readonly Doc[] = [];
  #at = 0;
  #isLast = false;
  readonly #output: Iterator<Doc | Pause>;

  constructor(
    readonly name: string,
    inner: SubPipeline,
  ) {
    this.#output = inner.run(this.#input())[Symbol.iterator]();
  }

  /** Takes documents in and collects what comes out meanwhile. */
  *feed(batch: readonly Doc[], meter: { add(bytes: number): void }): Generator<Pause, void, void> {
    this.#batch = batch;
    this.#at = 0;
    while (!this.isDone) {
      const next = this.#output.next();
      if (next.done === true) this.isDone = true;
      else if (next.value !== PAUSE) {
        meter.add(approximateSize(next.value));
        this.results.push(next.value);
      } else if (!this.#isLast && this.#at >= this.#batch.length) return;
      else yield PAUSE;
    }
  }

  *finish(batch: readonly Doc[], meter: { add(bytes: number): void }): Generator<Pause, void, void> {
    this.#isLast = true;
    yield* this.feed(batch, meter);
  }

  leave(): void {
    this.#output.return?.();
  }

  *#input(): Flow<Doc> & Generator<Doc | Pause, void, void> {
    for (;;) {
      while (this.#at < this.#batch.length) yield this.#batch[this.#at++] as Doc;
      if (this.#isLast) return;
      yield PAUSE;
    }
  }
}
