import { MongoError } from '../errors.js';
import { rootScope } from '../pipeline/expression/index.js';
import { compileTransform, type Transform } from '../pipeline/stages/transform.js';
import { identicalValues } from '../values/compare.js';
import type { Doc } from '../values/types.js';
import { withId } from './replacement-update.js';
import type { Update, UpdateOptions } from './update.js';

const ALLOWED = new Set(['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith']);

/** An update by aggregation stages; `$$NOW` is read anew for every call. */
export function compilePipelineUpdate(stages: readonly Doc[], options: UpdateOptions): Update {
  for (const stage of stages) {
    const name = stage.keys().next().value;
    if (name === undefined || stage.size !== 1) {
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    if (!ALLOWED.has(name)) throw new MongoError(72, `${name} is not allowed to be used within an update`);
  }
  const compileAt = (now: Date): Transform[] => {
    const scope = rootScope({ now, ...(options.let === undefined ? {} : { let: options.let }) });
    return stages.map((stage) => compileTransform(stage, scope));
  };
  // Compiled once here so that mistakes are reported even when no document matches.
  let compiled = { now: new Date(0), transforms: compileAt(new Date(0)) };
  return {
    kind: 'pipeline',
    needsPosition: false,
    apply: (doc, ctx) => {
      const now = ctx.now ?? new Date();
      if (now.getTime() !== compiled.now.getTime()) compiled = { now, transforms: compileAt(now) };
      const out = compiled.transforms.reduce((at, transform) => transform.apply(at), doc);
      const next = withId(out, doc);
      return { doc: next, changed: !identicalValues(next, doc) };
    },
  };
}
