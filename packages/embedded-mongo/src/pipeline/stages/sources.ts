import { MongoError, unsupported } from '../../errors.js';
import type { Doc, Value } from '../../values/types.js';
import { paced, type Stage, type StageCompiler, type StageContext } from './stage.js';

/** A stage that does not read its input, and therefore has to be the first. */
function source(name: string, ctx: StageContext, documents: () => Iterable<Doc>): Stage {
  if (ctx.position > 0) throw new MongoError(40602, `${name} is only valid as the first stage in a pipeline`);
  return { resets: true, run: () => paced(documents(), ctx.env.pacer) };
}

/** `$documents`: those that an expression gives. */
export const documents: StageCompiler = (spec, ctx) => {
  const evaluate = ctx.scope.overOtherDocuments().compile(spec);
  return source('$documents', ctx, () => {
    const v = evaluate(new Map());
    if (!Array.isArray(v)) throw new MongoError(5858203, 'an array is expected');
    for (const doc of v)
      if (!(doc instanceof Map)) throw new MongoError(40228, "'newRoot' expression  must evaluate to an object");
    return v as Doc[];
  });
};

/** A stage that tells about the engine, whose documents the environment has. */
export const aboutEngine =
  (name: string): StageCompiler =>
  (spec: Value, ctx) =>
    source(name, ctx, () => {
      const docs = ctx.env.source?.(name, spec);
      if (docs === undefined) throw unsupported(`The stage ${name}`);
      return docs;
    });
