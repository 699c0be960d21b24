import { MongoError } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import { drive } from '../flow/drive.js';
import { distinctDocuments } from '../planner/distinct-documents.js';
import type { DocumentQuery } from '../planner/query-documents.js';
import type { CollectionInfo } from '../store/catalog.js';
import { MAX_DOCUMENT_BYTES } from '../store/document-store.js';
import { compareTextOf } from '../values/collation.js';
import type { CompareText } from '../values/compare-strings.js';
import { canonicalKey, compareValues } from '../values/compare.js';
import type { Value } from '../values/types.js';
import type { CommandRequest, ReadCommand } from './command.js';
import { findCollection } from './find-target.js';
import { evaluationOptions } from './evaluation-options.js';
import { resolveHint } from './resolve-hint.js';

/** https://www.mongodb.com/docs/manual/reference/command/distinct/ */
export const distinct: ReadCommand = {
  name: 'distinct',
  kind: 'read',
  transactional: true,
  options: ['key', 'query', 'hint', 'collation'],
  run: async (unit, request) => {
    const collection = findCollection(unit, request.database, request.arguments.collection());
    const { key, query } = distinctQuery(request, collection);
    if (collection === undefined) return { values: [], ok: 1 };
    const { values: found } = distinctDocuments(unit, collection, key, query);
    const values = new Map<string, Value>();
    let size = 0;
    await drive(found, request.pacer, (value) => {
      const name = canonicalKey(value);
      if (values.has(name)) return;
      values.set(name, value);
      size += name.length;
      if (size > MAX_DOCUMENT_BYTES) throw new MongoError(17217, 'distinct too big, 16mb cap');
    });
    const text = compareTextOf(evaluationOptions(request, collection).collation);
    const different = [...values.values()];
    return { values: text === undefined ? different : firstOfEqual(different, text), ok: 1 };
  },
};

/** What a distinct command looks at. Throws 40414 without a field. */
export function distinctQuery(
  request: CommandRequest,
  collection: CollectionInfo | undefined,
): { key: string; query: DocumentQuery } {
  const { arguments: args, deadline, pacer } = request;
  const key = args.text('key');
  if (key === undefined) throw new MongoError(40414, "BSON field 'distinct.key' is missing but a required field");
  const hint = collection === undefined ? undefined : resolveHint(collection, args.get('hint'));
  const query: DocumentQuery = {
    filter: compileFilter(args.documentOrEmpty('query'), evaluationOptions(request, collection)),
    fields: new Set([key.split('.', 1)[0] ?? key]),
    pacer,
    ...(hint === undefined ? {} : { hint }),
    ...(deadline === undefined ? {} : { deadline }),
  };
  return { key, query };
}

/** Of values that a collation takes for equal, the one that came first. */
function firstOfEqual(values: readonly Value[], text: CompareText): Value[] {
  const order = values.map((_, at) => at);
  order.sort((a, b) => compareValues(values[a], values[b], text) || a - b);
  const firsts = order.filter(
    (at, i) => i === 0 || compareValues(values[order[i - 1] as number], values[at], text) !== 0,
  );
  return firsts.sort((a, b) => a - b).map((at) => values[at] as Value);
}
