import { Int32 } from 'bson';

import { MongoError } from '../../errors.js';
import { PAUSE } from '../../flow/pause.js';
import { compileFilterInScope } from '../../matcher/index.js';
import { compareTextOf } from '../../values/collation.js';
import { isNumeric, kindName } from '../../values/kinds.js';
import { INT32_MAX, toDouble, toExactInteger } from '../../values/numbers.js';
import type { Doc, Value } from '../../values/types.js';
import { approximateSize } from '../memory.js';
import { paced, type StageCompiler } from './stage.js';

/** A whole number of documents. */
export function documentCount(spec: Value, stage: string, least: bigint, code: number): number {
  const n = isNumeric(spec) ? toExactInteger(spec) : undefined;
  if (n === undefined || n < least) {
    throw new MongoError(
      code,
      `invalid argument to ${stage} stage: Expected ${least > 0n ? 'a positive' : 'a non-negative'} number, found ${kindName(spec)}`,
    );
  }
  return Number(n);
}

export const match: StageCompiler = (spec, { scope, env }) => {
  if (!(spec instanceof Map)) throw new MongoError(15959, 'the match filter must be an expression in an object');
  const { matches, fields } = compileFilterInScope(spec, scope, compareTextOf(env.collation));
  if (fields === undefined) scope.dependencies.wholeDocument = true;
  else for (const field of fields) scope.dependencies.fields.add(field);
  return {
    resets: false,
    *run(input) {
      for (const doc of input) if (doc === PAUSE || matches(doc)) yield doc;
    },
  };
};

export const limit: StageCompiler = (spec) => {
  const most = documentCount(spec, '$limit', 1n, 15958);
  return {
    resets: false,
    *run(input) {
      let n = 0;
      for (const doc of input) {
        yield doc;
        if (doc === PAUSE) continue;
        n += 1;
        if (n >= most) return;
      }
    },
  };
};

export const skip: StageCompiler = (spec) => {
  const first = documentCount(spec, '$skip', 0n, 15956);
  return {
    resets: false,
    *run(input) {
      let n = 0;
      for (const doc of input) {
        if (doc === PAUSE || n >= first) yield doc;
        else n += 1;
      }
    },
  };
};

/** A count as int32, or int64 beyond. */
export function countValue(n: number): Value {
  return n <= INT32_MAX ? new Int32(n) : BigInt(n);
}

export const count: StageCompiler = (spec) => {
  if (typeof spec !== 'string' || spec === '')
    throw new MongoError(40157, 'the count field must be a non-empty string');
  if (spec.startsWith('$')) throw new MongoError(40158, 'the count field cannot be a $-prefixed path');
  if (spec.includes('.')) throw new MongoError(40160, "the count field cannot contain '.'");
  return {
    resets: true,
    *run(input) {
      let n = 0;
      for (const doc of input) {
        if (doc === PAUSE) yield PAUSE;
        else n += 1;
      }
      if (n > 0) yield new Map([[spec, countValue(n)]]);
    },
  };
};

/** Random documents without repetition, by reservoir. */
export const sample: StageCompiler = (spec, { env }) => {
  if (!(spec instanceof Map)) throw new MongoError(28745, 'the $sample stage specification must be an object');
  for (const name of spec.keys())
    if (name !== 'size') throw new MongoError(28748, `unrecognized option to $sample: ${name}`);
  const given = spec.get('size');
  if (given === undefined) throw new MongoError(28749, '$sample stage must specify a size');
  if (!isNumeric(given)) throw new MongoError(28746, 'size argument to $sample must be a number');
  const size = Math.trunc(toDouble(given));
  if (!(size > 0)) throw new MongoError(28747, 'size argument to $sample must be a positive integer');
  return {
    resets: false,
    *run(input) {
      const meter = env.memory.meter('$sample');
      try {
        const kept: Doc[] = [];
        let seen = 0;
        for (const doc of input) {
          if (doc === PAUSE) {
            yield PAUSE;
            continue;
          }
          seen += 1;
          const at = kept.length < size ? kept.length : Math.floor(Math.random() * seen);
          if (at >= size) continue;
          const before = kept[at];
          if (before !== undefined) meter.release(approximateSize(before));
          meter.add(approximateSize(doc));
          kept[at] = doc;
        }
        for (let i = kept.length - 1; i > 0; i--) {
          const j = Math.floor(Math.random() * (i + 1));
          [kept[i], kept[j]] = [kept[j] as Doc, kept[i] as Doc];
        }
        yield* paced(kept, env.pacer);
      } finally {
        meter.end();
      }
    },
  };
};
