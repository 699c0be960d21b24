import { compileFilter } from '../matcher/index.js';
import { drive } from '../flow/drive.js';
import { PAUSE } from '../flow/pause.js';
import type { Flow, Pause } from '../flow/pause.js';
import { queryDocuments } from '../planner/query-documents.js';
import type { DocumentQuery, Match, RunningQuery } from '../planner/query-documents.js';
import { compileProjection } from '../projection/index.js';
import type { Projection } from '../projection/index.js';
import { compileSort } from '../sorter/index.js';
import type { Sort } from '../sorter/index.js';
import type { CollectionInfo } from '../store/catalog.js';
import { namespaceOf } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import { encode } from '../values/codec.js';
import type { Doc } from '../values/types.js';
import type { CommandRequest, ReadCommand } from './command.js';
import { evaluationOptions } from './evaluation-options.js';
import { findCollection } from './find-target.js';
import { openCursor } from './open-cursor.js';
import { naturalDirection, resolveHint } from './resolve-hint.js';

const NO_FIELDS: ReadonlySet<string> = new Set();

/** https://www.mongodb.com/docs/manual/reference/command/find/ */
export const find: ReadCommand = {
  name: 'find',
  kind: 'read',
  transactional: true,
  options: ['filter', 'sort', 'projection', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch', 'let', 'collation'],
  ignored: ['allowDiskUse', 'allowPartialResults', 'noCursorTimeout', 'oplogReplay'],
  unsupported: ['min', 'max', 'returnKey', 'showRecordId', 'tailable', 'awaitData', 'readOnce'],
  run: (unit, request) => {
    const { database, arguments: args } = request;
    const name = args.collection();
    const namespace = namespaceOf(database, name);
    const batchSize = args.whole('batchSize', 0);
    const limit = args.whole('limit', -Infinity) ?? 0;
    const single = args.flag('singleBatch') || limit < 0;
    const collection = findCollection(unit, database, name);
    const { query, projection } = toQuery(request, collection);
    const rows = collection === undefined ? [] : project(queryDocuments(unit, collection, query).matches, projection);
    return openCursor(unit, request, namespace, rows, { batchSize, single });
  },
};

/** Runs the query of a find command to its end and gives plan and counters, for explain. */
export async function explainFind(
  unit: Unit,
  request: CommandRequest,
): Promise<{ running: RunningQuery | undefined; returned: number; sort: Sort | undefined }> {
  const collection = findCollection(unit, request.database, request.arguments.collection());
  const { query } = toQuery(request, collection);
  const running = collection === undefined ? undefined : queryDocuments(unit, collection, query);
  let returned = 0;
  await drive(running?.matches ?? [], request.pacer, () => (returned += 1));
  return { running, returned, sort: query.sort };
}

function toQuery(
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
  const limit = Math.abs(args.whole('limit', -Infinity) ?? 0);
  const hint =
    natural !== undefined
      ? { natural }
      : collection === undefined
        ? undefined
        : resolveHint(collection, args.get('hint'));
  const fields = projection === undefined ? NO_FIELDS : projection.neededFields;
  const query: DocumentQuery = {
    filter,
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

function* project(matches: Flow<Match>, projection: Projection | undefined): Generator<Uint8Array | Pause, void, void> {
  for (const match of matches) {
    if (match === PAUSE) {
      yield PAUSE;
      continue;
    }
    const { doc, bytes, position } = match;
    if (projection === undefined) yield bytes;
    else yield encode(projection.apply(doc, position === undefined ? {} : { positional: position }));
  }
}
