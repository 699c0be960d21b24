import { MongoError } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import type { DocumentQuery } from '../planner/query-documents.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { StatementResult } from '../transactions/statement-memory.js';
import type { Update } from '../updater/index.js';
import { decode } from '../values/codec.js';
import type { Doc } from '../values/types.js';
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
import { assertUpdateOfTimeSeries, assertWritableInTransaction } from './collection-kinds.js';
import { runStatements, withErrors } from './write-errors.js';

const STATEMENT = 'update.updates';
const STATEMENT_FIELDS = new Set(['q', 'u', 'c', 'upsert', 'multi', 'arrayFilters', 'hint', 'collation']);
const NO_FIELDS: ReadonlySet<string> = new Set();

const NOTHING: StatementResult = { n: 0, nModified: 0 };

/** https://www.mongodb.com/docs/manual/reference/command/update/ */
export const update: WriteCommand = {
  name: 'update',
  kind: 'write',
  transactional: true,
  retryable: true,
  options: ['updates', 'ordered', 'let', 'stmtId', 'stmtIds'],
  ignored: ['bypassDocumentValidation'],
  run: (unit, request) => {
    const { n, nModified, upserted, errors } = runStatements(request, statementsOf(request, 'updates'), (raw) =>
      runStatement(unit, request, decode(raw)),
    );
    return withErrors({ n, nModified, upserted: upserted.length === 0 ? undefined : upserted, ok: 1 }, errors);
  },
};

function runStatement(unit: Unit, request: CommandRequest, statement: Doc): StatementResult {
  assertStatementFields(STATEMENT, statement, STATEMENT_FIELDS);
  const upserts = booleanField(STATEMENT, statement, 'upsert');
  const multi = booleanField(STATEMENT, statement, 'multi');
  if (multi && request.memory !== undefined)
    throw new MongoError(72, 'Cannot use (or request) retryable writes with multi=true');
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
  if (known === undefined && !upserts) return NOTHING;
  const collection = known ?? findOrCreateCollection(unit, request.database, name);
  assertUpdateOfTimeSeries(collection, statement);
  assertWritableInTransaction(collection, request.inTransaction);
  const hint = resolveHint(collection, hintSpec);
  const query: DocumentQuery = {
    filter,
    ...(hint === undefined ? {} : { hint }),
    ...(request.deadline === undefined ? {} : { deadline: request.deadline }),
  };
  const matched = multi
    ? updateAll(unit, collection, query, change, request.now)
    : updateOne(unit, collection, query, change, request.now);
  if (matched.n > 0 || !upserts) return matched;
  const inserted = upsert(unit, collection, filterSpec, change, request.now);
  return { n: 1, nModified: 0, upserted: inserted.get('_id') ?? null };
}

function updateOne(
  unit: Unit,
  collection: CollectionInfo,
  query: DocumentQuery,
  change: Update,
  now: Date,
): StatementResult {
  const match = firstMatch(unit, collection, query);
  if (match === undefined) return NOTHING;
  const { changed } = modify(unit, collection, match.rid, match.doc, change, match.position, now);
  return { n: 1, nModified: changed ? 1 : 0 };
}

function updateAll(
  unit: Unit,
  collection: CollectionInfo,
  query: DocumentQuery,
  change: Update,
  now: Date,
): StatementResult {
  const matches = allMatches(unit, collection, { ...query, fields: NO_FIELDS });
  let nModified = 0;
  for (const { rid, position } of matches) {
    const { changed } = modify(unit, collection, rid, wholeDocument(unit, collection, rid), change, position, now);
    if (changed) nModified += 1;
  }
  return { n: matches.length, nModified };
}
