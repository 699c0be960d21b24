import { MongoError } from '../../errors.js';
import type { StageCompiler } from './stage.js';

/** `$unionWith`: the documents of another collection follow. */
export const unionWith: StageCompiler = (spec, ctx) => {
  const from = typeof spec === 'string' ? spec : spec instanceof Map ? spec.get('coll') : undefined;
  if (typeof from !== 'string')
    throw new MongoError(9, "$unionWith stage without explicit collection is not supported: 'coll' must be a string");
  const stages = spec instanceof Map ? (spec.get('pipeline') ?? []) : [];
  if (!Array.isArray(stages)) throw new MongoError(9, "$unionWith argument 'pipeline' must be an array");
  if (spec instanceof Map) {
    for (const name of spec.keys())
      if (name !== 'coll' && name !== 'pipeline')
        throw new MongoError(40415, `BSON field '$unionWith.${name}' is an unknown field.`);
  }
  ctx.foreign.add(from);
  const inner = ctx.subPipeline(stages, ctx.scope.overOtherDocuments());
  return {
    resets: false,
    *run(input) {
      yield* input;
      yield* inner.run(ctx.env.lookup(from).scan());
    },
  };
};
