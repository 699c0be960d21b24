import { MongoError } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import type { DocumentQuery } from '../planner/query-documents.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { Update } from '../updater/index.js';
import { decode } from '../values/codec.js';
import type { Doc } from '../values/types.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import type { CommandRequest, WriteCommand } from './command.js';
import { compileChange } from './compile-change.js';
import { evaluationOptions } from './evaluation-options.js';
import { findOrCreateCollection } from './find-target.js';
import { allMatches, firstMatch, modify, upsert, wholeDocument } from './modify-documents.js';
import { resolveHint } from './resolve-hint.js';
import {
  assertStatementFields,
  booleanField,
  documentField,
  documentsField,
  hintField,
  optionalDocument,
  requiredField,
  statementsOf,
} from './statement-options.js';
import { runStatements, withErrors } from './write-errors.js';

const STATEMENT = 'update.updates';
const STATEMENT_FIELDS = new Set(['q', 'u', 'c', 'upsert', 'multi', 'arrayFilters', 'hint', 'collation']);
const NO_FIELDS: ReadonlySet<string> = new Set();

interface Tally {
  n: number;
  nModified: number;
  readonly upserted: ReplyObject[];
}

/** https://www.mongodb.com/docs/manual/reference/command/update/ */
export const update: WriteCommand = {
  name: 'update',
  kind: 'write',
  transactional: true,
  retryable: true,
  options: ['updates', 'ordered', 'let'],
  ignored: ['bypassDocumentValidation'],
  run: (unit, request) => {
    const { arguments: args, inTransaction } = request;
    const ordered = args.get('ordered') === undefined || args.flag('ordered') || inTransaction;
    const tally: Tally = { n: 0, nModified: 0, upserted: [] };
    const errors = runStatements(statementsOf(request, 'updates'), ordered, (raw, index) => {
      runStatement(unit, request, decode(raw), index, tally);
    });
    const { n, nModified, upserted } = tally;
    return withErrors({ n, nModified, upserted: upserted.length === 0 ? undefined : upserted, ok: 1 }, errors);
  },
};

function runStatement(unit: Unit, request: CommandRequest, statement: Doc, index: number, tally: Tally): void {
  assertStatementFields(STATEMENT, statement, STATEMENT_FIELDS);
  const upserts = booleanField(STATEMENT, statement, 'upsert');
  const multi = booleanField(STATEMENT, statement, 'multi');
  const filterSpec = documentField(STATEMENT, statement, 'q');
  const hintSpec = hintField(statement);
  const name = request.arguments.collection();
  const known = unit.catalog.find(request.database, name);
  const evaluation = evaluationOptions(request, known, statement.get('collation'));
  const change = compileChange(
    requiredField(STATEMENT, statement, 'u'),
    {
      arrayFilters: documentsField(STATEMENT, statement, 'arrayFilters'),
      constants: optionalDocument(STATEMENT, statement, 'c'),
      upserts,
    },
    evaluation,
  );
  if (multi && change.kind === 'replacement')
    throw new MongoError(9, 'multi update is not supported for replacement-style update');
  const filter = compileFilter(filterSpec, evaluation);
  if (known === undefined && !upserts) return;
  const collection = known ?? findOrCreateCollection(unit, request.database, name);
  const hint = resolveHint(collection, hintSpec);
  const query: DocumentQuery = {
    filter,
    ...(hint === undefined ? {} : { hint }),
    ...(request.deadline === undefined ? {} : { deadline: request.deadline }),
  };
  const matched = multi
    ? updateAll(unit, collection, query, change, request.now, tally)
    : updateOne(unit, collection, query, change, request.now, tally);
  if (matched > 0 || !upserts) return;
  const inserted = upsert(unit, collection, filterSpec, change, request.now);
  tally.n += 1;
  tally.upserted.push({ index, _id: inserted.get('_id') });
}

function updateOne(
  unit: Unit,
  collection: CollectionInfo,
  query: DocumentQuery,
  change: Update,
  now: Date,
  tally: Tally,
): number {
  const match = firstMatch(unit, collection, query);
  if (match === undefined) return 0;
  const { changed } = modify(unit, collection, match.rid, match.doc, change, match.position, now);
  tally.n += 1;
  if (changed) tally.nModified += 1;
  return 1;
}

function updateAll(
  unit: Unit,
  collection: CollectionInfo,
  query: DocumentQuery,
  change: Update,
  now: Date,
  tally: Tally,
): number {
  const matches = allMatches(unit, collection, { ...query, fields: NO_FIELDS });
  for (const { rid, position } of matches) {
    const { changed } = modify(unit, collection, rid, wholeDocument(unit, collection, rid), change, position, now);
    tally.n += 1;
    if (changed) tally.nModified += 1;
  }
  return matches.length;
}
