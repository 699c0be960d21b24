import { MongoError } from '../../errors.js';
import { PAUSE } from '../../flow/pause.js';
import { canonicalKey } from '../../values/compare.js';
import type { Doc, Value } from '../../values/types.js';
import { compileAccumulator, type DocAccumulator } from '../group-accumulators.js';
import { approximateSize } from '../memory.js';
import type { Stage, StageCompiler, StageContext } from './stage.js';

/** Bytes that a group and each of its accumulators take. */
const GROUP_BYTES = 160;
const ACCUMULATOR_BYTES = 64;

interface Group {
  readonly id: Value;
  readonly totals: readonly DocAccumulator[];
}

/** `$group`; groups come out in the order in which they first occurred. */
export const group: StageCompiler = (spec, ctx) => {
  if (!(spec instanceof Map)) throw new MongoError(15947, "a group's fields must be specified in an object");
  if (!spec.has('_id')) throw new MongoError(15955, 'a group specification must include an _id');
  return groupStage(spec.get('_id') as Value, outputFields(spec), ctx);
};

/** The accumulated fields of a specification, their names checked. */
export function outputFields(spec: Doc): [string, Value][] {
  const fields: [string, Value][] = [];
  for (const [name, value] of spec) {
    if (name === '_id') continue;
    if (name.includes('.')) throw new MongoError(40235, `The field name '${name}' cannot contain '.'`);
    if (name.startsWith('$')) throw new MongoError(40236, `The field name '${name}' cannot be an operator name`);
    fields.push([name, value]);
  }
  return fields;
}

/** Groups by an expression; also the base of `$sortByCount` and `$bucket`. */
export function groupStage(by: Value, fields: readonly [string, Value][], ctx: StageContext): Stage {
  const { scope } = ctx;
  const idOf = scope.compile(by);
  const outputs = fields.map(([name, value]) => ({ name, create: compileAccumulator(name, value, scope) }));
  return {
    resets: true,
    *run(input) {
      const meter = ctx.env.memory.meter('$group');
      const groups = new Map<string, Group>();
      try {
        for (const doc of input) {
          if (doc === PAUSE) {
            yield PAUSE;
            continue;
          }
          const found = idOf(doc);
          const id = found === undefined ? null : found;
          const key = canonicalKey(id);
          let member = groups.get(key);
          if (member === undefined) {
            member = { id, totals: outputs.map(({ create }) => create(id)) };
            groups.set(key, member);
            meter.add(GROUP_BYTES + key.length + approximateSize(id) + outputs.length * ACCUMULATOR_BYTES);
          }
          for (const total of member.totals) {
            const bytes = total.add(doc);
            if (bytes !== 0) meter.add(bytes);
          }
        }
        for (const { id, totals } of groups.values()) {
          if (ctx.env.pacer.due()) yield PAUSE;
          const out: Doc = new Map([['_id', id]]);
          outputs.forEach(({ name }, i) => {
            const v = totals[i]?.result();
            out.set(name, v === undefined ? null : v);
          });
          yield out;
        }
      } finally {
        meter.end();
      }
    },
  };
}
