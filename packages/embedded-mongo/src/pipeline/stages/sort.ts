import { MongoError } from '../../errors.js';
import { compileSort, type SortKey } from '../../sorter/index.js';
import type { Doc, Value } from '../../values/types.js';
import { approximateSize, MemoryMeter } from '../memory.js';
import type { Stage, StageContext } from './stage.js';

interface Entry {
  readonly key: SortKey;
  readonly doc: Doc;
  readonly bytes: number;
}

/** `$sort`; with `top` only the first documents are kept, so that memory stays small. */
export function sortStage(spec: Value, ctx: StageContext, top?: number): Stage {
  if (!(spec instanceof Map)) throw new MongoError(15973, 'the $sort key specification must be an object');
  if (spec.size === 0) throw new MongoError(15976, '$sort stage must have at least one sort key');
  const { sortKey, compareKeys, fields } = compileSort(spec);
  for (const field of fields) ctx.scope.dependencies.fields.add(field);
  const order = (a: Entry, b: Entry): number => compareKeys(a.key, b.key);
  return {
    resets: false,
    *run(input) {
      const meter = new MemoryMeter('$sort', ctx.env.memoryLimitBytes);
      let entries: Entry[] = [];
      const fullAt = top === undefined ? Infinity : Math.max(2 * top, 64);
      for (const doc of input) {
        const bytes = approximateSize(doc);
        meter.add(bytes);
        entries.push({ key: sortKey(doc), doc, bytes });
        if (entries.length < fullAt) continue;
        entries.sort(order);
        for (const dropped of entries.splice(top as number)) meter.release(dropped.bytes);
      }
      entries.sort(order);
      if (top !== undefined) entries = entries.slice(0, top);
      for (const { doc } of entries) yield doc;
    },
  };
}
