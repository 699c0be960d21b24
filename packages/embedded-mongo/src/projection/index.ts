import { rootScope } from '../pipeline/expression/index.js';
import type { Doc } from '../values/types.js';
import { FindOperators } from './find-operators.js';
import { parseProjection } from './parse.js';

export interface ProjectionOptions {
  readonly let?: Doc;
  readonly now?: Date;
}

export interface Projection {
  apply(doc: Doc, ctx?: { readonly positional?: number }): Doc;
  /** True when the projection holds the positional `arr.$`, so that `ctx.positional` is needed. */
  readonly needsPosition: boolean;
  /** Top-level fields that suffice; undefined when the whole document is needed. */
  readonly neededFields?: ReadonlySet<string>;
  /** The top-level fields that it keeps as they are, where it does nothing else. */
  readonly kept?: ReadonlySet<string>;
}

/** Compiles the projection of find. Mixing inclusion and exclusion throws 31253 / 31254. */
export function compileProjection(spec: Doc, options: ProjectionOptions = {}): Projection {
  if (spec.size === 0) return { apply: (doc) => doc, needsPosition: false };
  const scope = rootScope(options);
  const operators = new FindOperators();
  const { node, inclusion, neededFields } = parseProjection(spec, scope, operators);
  const { steps, needsPosition, reads } = operators;
  const keepsOnly = inclusion && steps.length === 0 && !needsPosition && node.keepsOnly;
  return {
    needsPosition,
    ...(keepsOnly ? { kept: node.marked } : {}),
    ...(neededFields === undefined ? {} : { neededFields: new Set([...neededFields, ...reads]) }),
    apply: (doc, ctx) => {
      let out = inclusion ? node.include(doc, doc) : node.exclude(doc);
      for (const step of steps) out = step(out, doc, ctx?.positional);
      return out;
    },
  };
}
