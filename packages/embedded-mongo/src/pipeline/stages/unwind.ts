import { MongoError } from '../../errors.js';
import { PAUSE } from '../../flow/pause.js';
import { isNullish, kindName } from '../../values/kinds.js';
import { beginPart, spend } from '../../values/effort.js';
import type { Doc, Value } from '../../values/types.js';
import { parsePath } from '../expression/field-path.js';
import { plainValueAt, withPath } from './paths.js';
import type { StageCompiler } from './stage.js';

const OPTIONS = new Set(['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays']);

/** `$unwind`: one document per element; a value that is no array counts as one element. */
export const unwind: StageCompiler = (spec, { scope, env }) => {
  if (typeof spec !== 'string' && !(spec instanceof Map))
    throw new MongoError(
      15981,
      `expected either a string or an object as specification for $unwind stage, got ${kindName(spec)}`,
    );
  const options: ReadonlyMap<string, Value> = spec instanceof Map ? spec : new Map([['path', spec]]);
  for (const name of options.keys())
    if (!OPTIONS.has(name)) throw new MongoError(28811, `unrecognized option to $unwind stage: ${name}`);
  const text = options.get('path');
  if (text === undefined) throw new MongoError(28812, 'no path specified to $unwind stage');
  if (typeof text !== 'string')
    throw new MongoError(28808, `expected a string as the path for $unwind stage, got ${kindName(text)}`);
  if (!text.startsWith('$'))
    throw new MongoError(28818, `path option to $unwind stage should be prefixed with a '$': ${text}`);
  const path = parsePath(text.slice(1));
  const keep = options.get('preserveNullAndEmptyArrays') ?? false;
  if (typeof keep !== 'boolean')
    throw new MongoError(
      28809,
      `expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage, got ${kindName(keep)}`,
    );
  const indexName = options.get('includeArrayIndex');
  if (indexName !== undefined && (typeof indexName !== 'string' || indexName === '')) {
    throw new MongoError(
      28810,
      `expected a non-empty string for the includeArrayIndex option to $unwind stage, got ${kindName(indexName)}`,
    );
  }
  if (indexName?.startsWith('$') === true)
    throw new MongoError(
      28822,
      `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${indexName}`,
    );
  const indexPath = indexName === undefined ? undefined : parsePath(indexName);
  scope.dependencies.fields.add(path[0] as string);
  const numbered = (doc: Doc, index: bigint | null): Doc =>
    indexPath === undefined ? doc : withPath(doc, indexPath, index);
  return {
    resets: false,
    *run(input) {
      for (const doc of input) {
        if (doc === PAUSE) {
          yield PAUSE;
          continue;
        }
        const v = plainValueAt(doc, path);
        if (!Array.isArray(v)) {
          if (!isNullish(v) || keep) yield numbered(doc, null);
        } else if (v.length === 0) {
          if (keep) yield numbered(withPath(doc, path, undefined), null);
        } else {
          for (let i = 0; i < v.length; i++) {
            if (env.pacer.due()) yield PAUSE;
            beginPart();
            spend(0);
            yield numbered(withPath(doc, path, v[i]), BigInt(i));
          }
        }
      }
    },
  };
};
