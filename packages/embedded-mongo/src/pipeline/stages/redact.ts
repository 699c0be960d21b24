import { MongoError } from '../../errors.js';
import type { Doc, Value } from '../../values/types.js';
import type { Cell } from '../expression/scope.js';
import { PAUSE } from '../../flow/pause.js';
import type { StageCompiler } from './stage.js';

/** `$redact`: an expression decides of each document, and of those inside it, what becomes of it. */
export const redact: StageCompiler = (spec, { scope }) => {
  scope.dependencies.wholeDocument = true;
  const current: Cell = { value: undefined };
  const decisions = ['DESCEND', 'PRUNE', 'KEEP'].map((name): [string, Cell] => [name, { value: name.toLowerCase() }]);
  const decide = scope.withCells([...decisions, ['CURRENT', current]]).compile(spec);
  const visit = (doc: Doc, root: Doc): Doc | undefined => {
    current.value = doc;
    const decision = decide(root);
    if (decision === 'keep') return doc;
    if (decision === 'prune') return undefined;
    if (decision !== 'descend')
      throw new MongoError(17053, '$redact must evaluate to one of the variables $$KEEP, $$PRUNE or $$DESCEND');
    const out: Doc = new Map();
    for (const [name, v] of doc) {
      const kept = descend(v, root);
      if (kept !== undefined) out.set(name, kept);
    }
    return out;
  };
  const descend = (v: Value, root: Doc): Value | undefined => {
    if (v instanceof Map) return visit(v, root);
    if (!Array.isArray(v)) return v;
    return v.flatMap((item) => {
      const kept = descend(item, root);
      return kept === undefined ? [] : [kept];
    });
  };
  return {
    resets: false,
    *run(input) {
      for (const doc of input) {
        if (doc === PAUSE) yield PAUSE;
        else {
          const kept = visit(doc, doc);
          if (kept !== undefined) yield kept;
        }
      }
    },
  };
};
