import { MongoError } from '../../errors.js';
import { PAUSE } from '../../flow/pause.js';
import { SortBuffer } from '../../flow/sort-buffer.js';
import { compileSort, type SortKey } from '../../sorter/index.js';
import type { Doc, Value } from '../../values/types.js';
import { approximateSize } from '../memory.js';
import type { Stage, StageContext } from './stage.js';

interface Entry {
  readonly key: SortKey;
  readonly doc: Doc;
  readonly bytes: number;
}

/** Bytes of an entry besides its document. */
const ENTRY_BYTES = 120;
const MOST_KEYS = 32;

/** `$sort`; with `top` only the first documents are kept, so that memory stays small. */
export function sortStage(spec: Value, ctx: StageContext, top?: number): Stage {
  if (!(spec instanceof Map)) throw new MongoError(15973, 'the $sort key specification must be an object');
  if (spec.size === 0) throw new MongoError(15976, '$sort stage must have at least one sort key');
  if (spec.size > MOST_KEYS) throw new MongoError(13103, `too many compound keys: ${spec.size}`);
  const { sortKey, compareKeys, fields } = compileSort(spec, ctx.env);
  for (const field of fields) ctx.scope.dependencies.fields.add(field);
  const { env } = ctx;
  return {
    resets: false,
    *run(input) {
      const meter = env.memory.meter('$sort');
      try {
        const buffer = new SortBuffer<Entry>(
          (a, b) => compareKeys(a.key, b.key),
          top,
          ({ bytes }) => meter.release(bytes),
        );
        for (const doc of input) {
          if (doc === PAUSE) {
            yield PAUSE;
            continue;
          }
          const bytes = approximateSize(doc) + ENTRY_BYTES;
          buffer.add({ key: sortKey(doc), doc, bytes });
          meter.add(bytes);
          if (buffer.isCrowded) yield* buffer.compact(env.pacer);
        }
        for (const entry of buffer.drain(env.pacer)) yield entry === PAUSE ? PAUSE : entry.doc;
      } finally {
        meter.end();
      }
    },
  };
}
