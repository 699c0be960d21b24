import { MongoError } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import type { DocumentQuery, Match } from '../planner/query-documents.js';
import { compileProjection } from '../projection/index.js';
import { compileSort } from '../sorter/index.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { Doc } from '../values/types.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import type { CommandRequest, WriteCommand } from './command.js';
import { findOrCreateCollection } from './find-target.js';
import { evaluationOptions } from './find.command.js';
import { firstMatch, modify, remove, upsert } from './modify-documents.js';
import { resolveHint } from './resolve-hint.js';
import { compileUpdatePart } from './update.command.js';

/** https://www.mongodb.com/docs/manual/reference/command/findAndModify/ */
export const findAndModify: WriteCommand = {
  name: 'findAndModify',
  aliases: ['findandmodify'],
  kind: 'write',
  transactional: true,
  retryable: true,
  options: ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'arrayFilters', 'hint', 'let'],
  ignored: ['bypassDocumentValidation'],
  run: (unit, request) => {
    const { arguments: args, database } = request;
    const removes = args.flag('remove');
    assertCombination(request, removes);
    const name = args.collection();
    const upserts = args.flag('upsert');
    const known = unit.catalog.find(database, name);
    if (known === undefined && !upserts)
      return answer(request, undefined, { n: 0, updatedExisting: removes ? undefined : false });
    const collection = known ?? findOrCreateCollection(unit, database, name);
    const match = firstMatch(unit, collection, toQuery(request, collection));
    if (removes) return removeMatch(unit, collection, request, match);
    return updateMatch(unit, collection, request, match, upserts);
  },
};

function assertCombination({ arguments: args }: CommandRequest, removes: boolean): void {
  const updates = args.get('update') !== undefined;
  if (removes && updates) throw new MongoError(9, "Cannot specify both an 'update' and 'remove'=true");
  if (!removes && !updates) throw new MongoError(9, "Either an 'update' or 'remove'=true must be specified");
  if (removes && args.flag('upsert')) throw new MongoError(9, "Cannot specify both 'upsert'=true and 'remove'=true");
  if (removes && args.flag('new'))
    throw new MongoError(
      9,
      "Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document",
    );
}

function toQuery(request: CommandRequest, collection: CollectionInfo): DocumentQuery {
  const { arguments: args } = request;
  const sort = args.document('sort');
  const hint = resolveHint(collection, args.get('hint'));
  return {
    filter: compileFilter(args.documentOrEmpty('query'), evaluationOptions(request)),
    ...(sort === undefined || sort.size === 0 ? {} : { sort: compileSort(sort) }),
    ...(hint === undefined ? {} : { hint }),
    ...(request.deadline === undefined ? {} : { deadline: request.deadline }),
  };
}

function removeMatch(
  unit: Unit,
  collection: CollectionInfo,
  request: CommandRequest,
  match: Match | undefined,
): ReplyObject {
  if (match === undefined) return answer(request, undefined, { n: 0 });
  remove(unit, collection, match.rid);
  return answer(request, match.doc, { n: 1 }, match.position);
}

function updateMatch(
  unit: Unit,
  collection: CollectionInfo,
  request: CommandRequest,
  match: Match | undefined,
  upserts: boolean,
): ReplyObject {
  const { arguments: args, now } = request;
  const change = compileUpdatePart(request, args.get('update'), args.documents('arrayFilters'), upserts);
  const wantsNew = args.flag('new');
  if (match !== undefined) {
    const { before, after } = modify(unit, collection, match.rid, match.doc, change, match.position, now);
    return answer(request, wantsNew ? after : before, { n: 1, updatedExisting: true }, match.position);
  }
  if (!upserts) return answer(request, undefined, { n: 0, updatedExisting: false });
  const inserted = upsert(unit, collection, args.documentOrEmpty('query'), change, now);
  return answer(request, wantsNew ? inserted : undefined, {
    n: 1,
    updatedExisting: false,
    upserted: inserted.get('_id'),
  });
}

function answer(
  request: CommandRequest,
  doc: Doc | undefined,
  lastErrorObject: ReplyObject,
  position?: number,
): ReplyObject {
  const fields = request.arguments.document('fields');
  const value =
    doc === undefined || fields === undefined || fields.size === 0
      ? doc
      : compileProjection(fields, evaluationOptions(request)).apply(
          doc,
          position === undefined ? {} : { positional: position },
        );
  return { lastErrorObject, value: value ?? null, ok: 1 };
}
