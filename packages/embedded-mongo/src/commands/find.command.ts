import { compileFilter } from '../matcher/index.js';
import type { Flow } from '../flow/pause.js';
import { queryDocuments } from '../planner/query-documents.js';
import type { DocumentQuery, RunningQuery } from '../planner/query-documents.js';
import { compileProjection } from '../projection/index.js';
import type { Projection } from '../projection/index.js';
import { compileSort } from '../sorter/index.js';
import type { CollectionInfo } from '../store/catalog.js';
import { namespaceOf } from '../store/catalog.js';
import type { Doc } from '../values/types.js';
import type { Arguments } from './arguments.js';
import type { CommandRequest, ReadCommand } from './command.js';
import { evaluationOptions } from './evaluation-options.js';
import { withinBounds } from './find-bounds.js';
import { keyRows, numberedRows, projectedRows } from './find-rows.js';
import { findCollection } from './find-target.js';
import { openCursor } from './open-cursor.js';
import { openTailable, wantsTailable } from './open-tailable.js';
import { naturalDirection, resolveHint } from './resolve-hint.js';

const NO_FIELDS: ReadonlySet<string> = new Set();

/** https://www.mongodb.com/docs/manual/reference/command/find/ */
export const find: ReadCommand = {
  name: 'find',
  kind: 'read',
  transactional: true,
  options: [
    'filter',
    'sort',
    'projection',
    'hint',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'let',
    'collation',
    'tailable',
    'awaitData',
    'min',
    'max',
    'showRecordId',
    'returnKey',
  ],
  ignored: ['allowDiskUse', 'allowPartialResults', 'noCursorTimeout', 'oplogReplay'],
  unsupported: ['readOnce'],
  run: (unit, request) => {
    const { database, arguments: args } = request;
    const name = args.collection();
    const namespace = namespaceOf(database, name);
    const batchSize = args.whole('batchSize', 0);
    const single = args.flag('singleBatch');
    const collection = findCollection(unit, database, name);
    const { query, projection } = toQuery(request, collection);
    if (wantsTailable(request)) return openTailable(unit, request, collection, query, projection);
    if (collection === undefined) return openCursor(unit, request, namespace, [], { batchSize, single });
    const running = queryDocuments(unit, collection, query);
    return openCursor(unit, request, namespace, rowsOf(args, running, projection), { batchSize, single });
  },
};

function rowsOf(
  args: Arguments,
  { plan, matches }: RunningQuery,
  projection: Projection | undefined,
): Flow<Uint8Array> {
  if (args.flag('returnKey')) return keyRows(matches, plan);
  return args.flag('showRecordId') ? numberedRows(matches, projection) : projectedRows(matches, projection);
}

/** The query and the projection of a find command. */
export function toQuery(
  request: CommandRequest,
  collection: CollectionInfo | undefined,
): { query: DocumentQuery; projection: Projection | undefined } {
  const { arguments: args } = request;
  const options = evaluationOptions(request, collection);
  const filter = compileFilter(args.documentOrEmpty('filter'), options);
  const projection = compileOptional(args.document('projection'), (spec) => compileProjection(spec, options));
  const sortSpec = args.document('sort');
  const natural = naturalDirection(sortSpec);
  const sort = natural === undefined ? compileOptional(sortSpec, (spec) => compileSort(spec, options)) : undefined;
  const limit = args.whole('limit', 0) ?? 0;
  const hint =
    natural !== undefined
      ? { natural }
      : collection === undefined
        ? undefined
        : resolveHint(collection, args.get('hint'));
  const fields = neededFields(args, projection);
  const query: DocumentQuery = {
    filter: withinBounds(filter, args, hint, options.collation !== undefined),
    pacer: request.pacer,
    skip: args.whole('skip', 0) ?? 0,
    ...(sort === undefined ? {} : { sort }),
    ...(hint === undefined ? {} : { hint }),
    ...(limit === 0 ? {} : { limit }),
    ...(fields === undefined ? {} : { fields }),
    ...(request.deadline === undefined ? {} : { deadline: request.deadline }),
  };
  return { query, projection };
}

function compileOptional<T>(spec: Doc | undefined, compile: (spec: Doc) => T): T | undefined {
  return spec === undefined || spec.size === 0 ? undefined : compile(spec);
}

/** The fields that the answer is made from; none when it is stored bytes or some of them, undefined for all. */
function neededFields(args: Arguments, projection: Projection | undefined): ReadonlySet<string> | undefined {
  if (args.flag('returnKey')) return undefined;
  const numbered = args.flag('showRecordId');
  if (projection === undefined) return numbered ? undefined : NO_FIELDS;
  return projection.kept !== undefined && !numbered ? NO_FIELDS : projection.neededFields;
}
