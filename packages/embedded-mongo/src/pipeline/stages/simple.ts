import { Int32 } from 'bson';

import { MongoError } from '../../errors.js';
import { compileFilterInScope } from '../../matcher/index.js';
import { isNumeric, kindName } from '../../values/kinds.js';
import { INT32_MAX, toExactInteger } from '../../values/numbers.js';
import type { Doc, Value } from '../../values/types.js';
import type { StageCompiler } from './stage.js';

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

export const match: StageCompiler = (spec, { scope }) => {
  if (!(spec instanceof Map)) throw new MongoError(15959, 'the match filter must be an expression in an object');
  const { matches, fields } = compileFilterInScope(spec, scope);
  if (fields === undefined) scope.dependencies.wholeDocument = true;
  else for (const field of fields) scope.dependencies.fields.add(field);
  return {
    resets: false,
    *run(input) {
      for (const doc of input) if (matches(doc)) yield doc;
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
        if (n >= first) yield doc;
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
      for (const _doc of input) n += 1;
      if (n > 0) yield new Map([[spec, countValue(n)]]);
    },
  };
};

/** Random documents without repetition, by reservoir. */
export const sample: StageCompiler = (spec) => {
  if (!(spec instanceof Map) || spec.size !== 1 || !spec.has('size'))
    throw new MongoError(28745, 'the $sample stage specification must be an object with the one field size');
  const size = documentCount(spec.get('size') as Value, '$sample', 1n, 28747);
  return {
    resets: false,
    *run(input) {
      const kept: Doc[] = [];
      let seen = 0;
      for (const doc of input) {
        seen += 1;
        if (kept.length < size) kept.push(doc);
        else {
          const at = Math.floor(Math.random() * seen);
          if (at < size) kept[at] = doc;
        }
      }
      for (let i = kept.length - 1; i > 0; i--) {
        const j = Math.floor(Math.random() * (i + 1));
        [kept[i], kept[j]] = [kept[j] as Doc, kept[i] as Doc];
      }
      yield* kept;
    },
  };
};
