import { MongoError } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import { decode } from '../values/codec.js';
import type { Doc } from '../values/types.js';
import type { Unit } from '../store/unit.js';
import { toNumber } from './arguments.js';
import type { CommandRequest, WriteCommand } from './command.js';
import { evaluationOptions } from './evaluation-options.js';
import { allMatches, remove } from './modify-documents.js';
import { resolveHint } from './resolve-hint.js';
import {
  MalformedStatementError,
  assertStatementFields,
  documentField,
  hintField,
  requiredField,
  statementsOf,
} from './statement-options.js';
import { assertWritableInTransaction } from './collection-kinds.js';
import { runStatements, withErrors } from './write-errors.js';

const STATEMENT = 'delete.deletes';
const STATEMENT_FIELDS = new Set(['q', 'limit', 'hint', 'collation']);
const NO_FIELDS: ReadonlySet<string> = new Set();

/** https://www.mongodb.com/docs/manual/reference/command/delete/ — the statement is named `delete`. */
export const deleteCommand: WriteCommand = {
  name: 'delete',
  kind: 'write',
  transactional: true,
  retryable: true,
  options: ['deletes', 'ordered', 'let', 'stmtId', 'stmtIds'],
  run: (unit, request) => {
    const { n, errors } = runStatements(request, statementsOf(request, 'deletes'), (raw) => ({
      n: runStatement(unit, request, decode(raw)),
      nModified: 0,
    }));
    return withErrors({ n, ok: 1 }, errors);
  },
};

function runStatement(unit: Unit, request: CommandRequest, statement: Doc): number {
  assertStatementFields(STATEMENT, statement, STATEMENT_FIELDS);
  const filterSpec = documentField(STATEMENT, statement, 'q');
  const limit = toNumber(requiredField(STATEMENT, statement, 'limit'));
  if (limit !== 0 && limit !== 1) {
    throw new MalformedStatementError(9, 'The limit field in delete objects must be 0 or 1.');
  }
  if (limit === 0 && request.memory !== undefined)
    throw new MongoError(72, 'Cannot use (or request) retryable writes with limit=0');
  const hintSpec = hintField(statement);
  const collection = unit.catalog.find(request.database, request.arguments.collection());
  const filter = compileFilter(filterSpec, evaluationOptions(request, collection, statement.get('collation')));
  if (collection === undefined) return 0;
  assertWritableInTransaction(collection, request.inTransaction);
  const hint = resolveHint(collection, hintSpec);
  const matches = allMatches(unit, collection, {
    filter,
    fields: NO_FIELDS,
    ...(limit === 1 ? { limit: 1 } : {}),
    ...(hint === undefined ? {} : { hint }),
    ...(request.deadline === undefined ? {} : { deadline: request.deadline }),
  });
  for (const { rid } of matches) remove(unit, collection, rid);
  return matches.length;
}
