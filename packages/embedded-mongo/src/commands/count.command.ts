import { compileFilter } from '../matcher/index.js';
import { drive } from '../flow/drive.js';
import { queryDocuments } from '../planner/query-documents.js';
import { collectionTable } from '../store/catalog-store.js';
import type { ReadCommand } from './command.js';
import { findCollection } from './find-target.js';
import { evaluationOptions } from './evaluation-options.js';
import { resolveHint } from './resolve-hint.js';

const NO_FIELDS: ReadonlySet<string> = new Set();

/** https://www.mongodb.com/docs/manual/reference/command/count/ */
export const count: ReadCommand = {
  name: 'count',
  kind: 'read',
  options: ['query', 'limit', 'skip', 'hint'],
  ignored: ['fields'],
  run: async (unit, request) => {
    const { arguments: args, database } = request;
    const collection = findCollection(unit, database, args.collection());
    const query = args.documentOrEmpty('query');
    const filter = compileFilter(query, evaluationOptions(request));
    const skip = args.whole('skip', 0) ?? 0;
    const limit = Math.abs(args.whole('limit', -Infinity) ?? 0);
    if (collection === undefined) return { n: 0, ok: 1 };
    const hint = resolveHint(collection, args.get('hint'));
    if (query.size === 0) {
      const all = unit.connection.get(`SELECT count(*) FROM ${collectionTable(collection)}`)?.[0] as number;
      const rest = Math.max(0, all - skip);
      return { n: limit === 0 ? rest : Math.min(rest, limit), ok: 1 };
    }
    const { matches } = queryDocuments(unit, collection, {
      filter,
      skip,
      fields: NO_FIELDS,
      pacer: request.pacer,
      ...(limit === 0 ? {} : { limit }),
      ...(hint === undefined ? {} : { hint }),
      ...(request.deadline === undefined ? {} : { deadline: request.deadline }),
    });
    let n = 0;
    await drive(matches, request.pacer, () => (n += 1));
    return { n, ok: 1 };
  },
};
