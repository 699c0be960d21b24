import { MongoError } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import type { FilterOptions } from '../matcher/index.js';
import type { Direction } from '../keys/encode.js';
import type { DocumentQuery, Match } from '../planner/query-documents.js';
import { compileProjection } from '../projection/index.js';
import type { Projection } from '../projection/index.js';
import { compileSort } from '../sorter/index.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { Update } from '../updater/index.js';
import type { Doc } from '../values/types.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import type { CommandRequest, WriteCommand } from './command.js';
import { compileChange } from './compile-change.js';
import { evaluationOptions } from './evaluation-options.js';
import { findOrCreateCollection } from './find-target.js';
import { firstMatch, modify, remove, upsert } from './modify-documents.js';
import { naturalDirection, resolveHint } from './resolve-hint.js';
import { assertNoTimeSeries, assertWritableInTransaction } from './collection-kinds.js';

/** https://www.mongodb.com/docs/manual/reference/command/findAndModify/ */
export const findAndModify: WriteCommand = {
  name: 'findAndModify',
  aliases: ['findandmodify'],
  kind: 'write',
  transactional: true,
  retryable: true,
  options: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'hint',
    'let',
    'collation',
    'stmtId',
  ],
  ignored: ['bypassDocumentValidation'],
  run: (unit, request) => {
    const { database, arguments: args } = request;
    const name = args.collection();
    const known = unit.catalog.find(database, name);
    const wish = readWish(request, known);
    if (known === undefined && !wish.upserts) return notFound(wish);
    const collection = known ?? findOrCreateCollection(unit, database, name);
    assertNoTimeSeries(collection, 'findAndModify');
    assertWritableInTransaction(collection, request.inTransaction);
    const hint = wish.natural === undefined ? resolveHint(collection, args.get('hint')) : { natural: wish.natural };
    const match = firstMatch(unit, collection, {
      ...wish.query,
      ...(hint === undefined ? {} : { hint }),
    });
    if (match === undefined) return wish.upserts ? insertNew(unit, collection, request, wish) : notFound(wish);
    return wish.change === undefined
      ? removeMatch(unit, collection, wish, match)
      : updateMatch(unit, collection, request, wish, wish.change, match);
  },
};

/** What the arguments say, checked and compiled before anything is looked up. */
interface Wish {
  readonly query: DocumentQuery;
  /** Direction of a sort by `$natural`. */
  readonly natural: Direction | undefined;
  /** Undefined: remove the document. */
  readonly change: Update | undefined;
  readonly upserts: boolean;
  readonly wantsNew: boolean;
  readonly projection: Projection | undefined;
}

function readWish(request: CommandRequest, collection: CollectionInfo | undefined): Wish {
  const { arguments: args } = request;
  const update = args.get('update');
  const upserts = args.flag('upsert');
  const arrayFilters = args.documents('arrayFilters');
  assertCombination(request);
  const evaluation = evaluationOptions(request, collection);
  const fields = args.document('fields');
  const natural = naturalDirection(args.document('sort'));
  return {
    query: toQuery(request, evaluation, natural),
    natural,
    change: update === undefined ? undefined : compileChange(update, { arrayFilters, upserts }, evaluation),
    upserts,
    wantsNew: args.flag('new'),
    projection: fields === undefined || fields.size === 0 ? undefined : compileProjection(fields, evaluation),
  };
}

/** Throws 9 for arguments that contradict each other. */
function assertCombination({ arguments: args }: CommandRequest): void {
  const removes = args.flag('remove');
  const updates = args.get('update') !== undefined;
  if (!removes && !updates) throw new MongoError(9, 'Either an update or remove=true must be specified');
  if (!removes) return;
  if (updates) throw new MongoError(9, 'Cannot specify both an update and remove=true');
  if (args.flag('upsert')) throw new MongoError(9, 'Cannot specify both upsert=true and remove=true');
  if (args.flag('new'))
    throw new MongoError(
      9,
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    );
  if (args.get('arrayFilters') !== undefined) throw new MongoError(9, 'Cannot specify arrayFilters and remove=true');
}

function toQuery(request: CommandRequest, evaluation: FilterOptions, natural: Direction | undefined): DocumentQuery {
  const { arguments: args, deadline } = request;
  const sort = args.document('sort');
  return {
    filter: compileFilter(args.documentOrEmpty('query'), evaluation),
    ...(sort === undefined || sort.size === 0 || natural !== undefined ? {} : { sort: compileSort(sort, evaluation) }),
    ...(deadline === undefined ? {} : { deadline }),
  };
}

function notFound({ change }: Wish): ReplyObject {
  return { lastErrorObject: { n: 0, updatedExisting: change === undefined ? undefined : false }, value: null, ok: 1 };
}

function removeMatch(unit: Unit, collection: CollectionInfo, wish: Wish, match: Match): ReplyObject {
  remove(unit, collection, match.rid);
  return { lastErrorObject: { n: 1 }, value: shown(wish, match.doc, match.position), ok: 1 };
}

function updateMatch(
  unit: Unit,
  collection: CollectionInfo,
  request: CommandRequest,
  wish: Wish,
  change: Update,
  match: Match,
): ReplyObject {
  const { before, after } = modify(unit, collection, match.rid, match.doc, change, match.position, request.now);
  const value = shown(wish, wish.wantsNew ? after : before, match.position);
  return { lastErrorObject: { n: 1, updatedExisting: true }, value, ok: 1 };
}

function insertNew(unit: Unit, collection: CollectionInfo, request: CommandRequest, wish: Wish): ReplyObject {
  const inserted = upsert(
    unit,
    collection,
    request.arguments.documentOrEmpty('query'),
    wish.change as Update,
    request.now,
  );
  return {
    lastErrorObject: { n: 1, updatedExisting: false, upserted: inserted.get('_id') },
    value: wish.wantsNew ? shown(wish, inserted, undefined) : null,
    ok: 1,
  };
}

function shown({ projection }: Wish, doc: Doc, position: number | undefined): Doc {
  return projection === undefined ? doc : projection.apply(doc, position === undefined ? {} : { positional: position });
}
