import { MongoError } from '../../errors.js';
import { kindName } from '../../values/kinds.js';
import type { StageCompiler } from './stage.js';

/** `$unionWith`: the documents of another collection, or of `$documents`, follow. */
export const unionWith: StageCompiler = (spec, ctx) => {
  if (typeof spec !== 'string' && !(spec instanceof Map))
    throw new MongoError(
      9,
      `the $unionWith stage specification must be an object or string, but found ${kindName(spec)}`,
    );
  const from = typeof spec === 'string' ? spec : spec.get('coll');
  const stages = spec instanceof Map ? (spec.get('pipeline') ?? []) : [];
  if (spec instanceof Map) {
    for (const name of spec.keys())
      if (name !== 'coll' && name !== 'pipeline')
        throw new MongoError(40415, `BSON field '$unionWith.${name}' is an unknown field.`);
  }
  if (!Array.isArray(stages))
    throw new MongoError(
      14,
      `BSON field '$unionWith.pipeline' is the wrong type '${kindName(stages)}', expected type 'array'`,
    );
  const [first] = stages;
  const hasDocuments = first instanceof Map && first.has('$documents');
  if (from === undefined && !hasDocuments)
    throw new MongoError(
      9,
      '$unionWith stage without explicit collection must have a pipeline with $documents as first stage',
    );
  if (from !== undefined && typeof from !== 'string')
    throw new MongoError(
      14,
      `BSON field '$unionWith.coll' is the wrong type '${kindName(from)}', expected type 'string'`,
    );
  if (from !== undefined) ctx.foreign.add(from);
  const inner = ctx.subPipeline(stages, ctx.scope.overOtherDocuments());
  return {
    resets: false,
    *run(input) {
      yield* input;
      yield* inner.run(from === undefined ? [] : ctx.env.lookup(from).scan(undefined, inner.neededFields));
    },
  };
};
