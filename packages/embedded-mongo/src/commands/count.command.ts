import { compileFilter } from '../matcher/index.js';
import { drive } from '../flow/drive.js';
import { countDocuments } from '../planner/count-documents.js';
import type { DocumentQuery } from '../planner/query-documents.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { CommandRequest, ReadCommand } from './command.js';
import { findCollection } from './find-target.js';
import { evaluationOptions } from './evaluation-options.js';
import { resolveHint } from './resolve-hint.js';

const NO_FIELDS: ReadonlySet<string> = new Set();

/** https://www.mongodb.com/docs/manual/reference/command/count/ */
export const count: ReadCommand = {
  name: 'count',
  kind: 'read',
  options: ['query', 'limit', 'skip', 'hint', 'collation'],
  ignored: ['fields'],
  run: async (unit, request) => {
    const collection = findCollection(unit, request.database, request.arguments.collection());
    const query = countQuery(request, collection);
    if (collection === undefined) return { n: 0, ok: 1 };
    let n = 0;
    await drive(countDocuments(unit, collection, query).counts, request.pacer, (some) => (n += some));
    return { n, ok: 1 };
  },
};

/** What a count command counts. */
export function countQuery(request: CommandRequest, collection: CollectionInfo | undefined): DocumentQuery {
  const { arguments: args, deadline, pacer } = request;
  const limit = Math.abs(args.whole('limit', -Infinity) ?? 0);
  const hint = collection === undefined ? undefined : resolveHint(collection, args.get('hint'));
  return {
    filter: compileFilter(args.documentOrEmpty('query'), evaluationOptions(request, collection)),
    skip: args.whole('skip', 0) ?? 0,
    fields: NO_FIELDS,
    pacer,
    ...(limit === 0 ? {} : { limit }),
    ...(hint === undefined ? {} : { hint }),
    ...(deadline === undefined ? {} : { deadline }),
  };
}
