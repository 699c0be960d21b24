import { MongoError } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import { drive } from '../flow/drive.js';
import { queryDocuments } from '../planner/query-documents.js';
import { MAX_DOCUMENT_BYTES } from '../store/document-store.js';
import { pathValues } from '../store/path-values.js';
import { canonicalKey } from '../values/compare.js';
import type { Value } from '../values/types.js';
import type { ReadCommand } from './command.js';
import { findCollection } from './find-target.js';
import { evaluationOptions } from './evaluation-options.js';
import { resolveHint } from './resolve-hint.js';

/** https://www.mongodb.com/docs/manual/reference/command/distinct/ */
export const distinct: ReadCommand = {
  name: 'distinct',
  kind: 'read',
  transactional: true,
  options: ['key', 'query', 'hint'],
  run: async (unit, request) => {
    const { arguments: args, database } = request;
    const key = args.text('key');
    if (key === undefined) throw new MongoError(40414, "BSON field 'distinct.key' is missing but a required field");
    const filter = compileFilter(args.documentOrEmpty('query'), evaluationOptions(request));
    const collection = findCollection(unit, database, args.collection());
    if (collection === undefined) return { values: [], ok: 1 };
    const hint = resolveHint(collection, args.get('hint'));
    const path = key.split('.');
    const { matches } = queryDocuments(unit, collection, {
      filter,
      pacer: request.pacer,
      fields: new Set([path[0] ?? key]),
      ...(hint === undefined ? {} : { hint }),
      ...(request.deadline === undefined ? {} : { deadline: request.deadline }),
    });
    const values = new Map<string, Value>();
    let size = 0;
    await drive(matches, request.pacer, ({ doc }) => {
      for (const value of pathValues(doc, path)) {
        const name = canonicalKey(value);
        if (values.has(name)) continue;
        values.set(name, value);
        size += name.length;
        if (size > MAX_DOCUMENT_BYTES) throw new MongoError(17217, 'distinct too big, 16mb cap');
      }
    });
    return { values: [...values.values()], ok: 1 };
  },
};
