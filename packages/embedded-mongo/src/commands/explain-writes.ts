import { MongoError } from '../errors.js';
import { drive } from '../flow/drive.js';
import { compileFilter } from '../matcher/index.js';
import { queryDocuments } from '../planner/query-documents.js';
import type { DocumentQuery } from '../planner/query-documents.js';
import { compileSort } from '../sorter/index.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { Update } from '../updater/index.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';
import type { CommandRequest } from './command.js';
import { compileChange } from './compile-change.js';
import { deleteCommand } from './delete.command.js';
import { evaluationOptions } from './evaluation-options.js';
import { NOTHING_TO_READ, describePlans } from './explained.js';
import type { Explained } from './explained.js';
import { findAndModify } from './find-and-modify.command.js';
import { findCollection } from './find-target.js';
import { naturalDirection, resolveHint } from './resolve-hint.js';
import { update } from './update.command.js';

/** What a write would look for, and what it would do. */
interface Looked {
  readonly filter: Doc;
  readonly collation: Value | undefined;
  readonly hint: Value | undefined;
  readonly sort?: Doc | undefined;
  readonly many: boolean;
  readonly stage: 'UPDATE' | 'DELETE';
  /** What the update part of an update says. */
  readonly change: Value | undefined;
  readonly arrayFilters?: Doc[] | undefined;
  readonly upserts: boolean;
}

/** Explains the one statement of an update. Throws 72 for more. */
export function explainUpdate(unit: Unit, request: CommandRequest): Explained {
  request.arguments.assertKnown(update);
  const statement = onlyStatement(request, 'updates');
  const arrayFilters = statement.get('arrayFilters');
  return explainWrite(unit, request, {
    ...common(statement),
    many: statement.get('multi') === true,
    stage: 'UPDATE',
    change: statement.get('u'),
    arrayFilters: Array.isArray(arrayFilters) ? (arrayFilters as Doc[]) : undefined,
    upserts: statement.get('upsert') === true,
  });
}

/** Explains the one statement of a delete. Throws 72 for more. */
export function explainDelete(unit: Unit, request: CommandRequest): Explained {
  request.arguments.assertKnown(deleteCommand);
  const statement = onlyStatement(request, 'deletes');
  return explainWrite(unit, request, {
    ...common(statement),
    many: toNumber(statement.get('limit')) !== 1,
    stage: 'DELETE',
    change: undefined,
    upserts: false,
  });
}

/** Explains findAndModify. */
export function explainFindAndModify(unit: Unit, request: CommandRequest): Explained {
  const { arguments: args } = request;
  args.assertKnown(findAndModify);
  const removes = args.flag('remove');
  return explainWrite(unit, request, {
    filter: args.documentOrEmpty('query'),
    collation: args.get('collation'),
    hint: args.get('hint'),
    sort: args.document('sort'),
    many: false,
    stage: removes ? 'DELETE' : 'UPDATE',
    change: removes ? undefined : args.get('update'),
    arrayFilters: args.documents('arrayFilters'),
    upserts: args.flag('upsert'),
  });
}

function onlyStatement({ arguments: args }: CommandRequest, name: string): Doc {
  const statements = args.documents(name) ?? [];
  const [statement] = statements;
  if (statement === undefined || statements.length > 1)
    throw new MongoError(72, 'explained write batches must be of size 1');
  return statement;
}

function common(statement: Doc): Pick<Looked, 'filter' | 'collation' | 'hint'> {
  const filter = statement.get('q');
  if (!(filter instanceof Map)) throw new MongoError(14, "BSON field 'q' is the wrong type, expected type 'object'");
  return { filter, collation: statement.get('collation'), hint: statement.get('hint') };
}

function explainWrite(unit: Unit, request: CommandRequest, looked: Looked): Explained {
  const collection = findCollection(unit, request.database, request.arguments.collection());
  const { stage, upserts, arrayFilters } = looked;
  const evaluation = evaluationOptions(request, collection, looked.collation);
  const change =
    stage === 'DELETE' ? undefined : compileChange(looked.change ?? null, { arrayFilters, upserts }, evaluation);
  if (collection === undefined) return { ...NOTHING_TO_READ, winningPlan: { stage, inputStage: { stage: 'EOF' } } };
  const running = queryDocuments(unit, collection, queryOf(request, collection, looked));
  return {
    ...describePlans(running, (stages) => ({ stage, inputStage: stages })),
    counters: running.counters,
    run: async () => {
      let found = 0;
      let nWouldModify = 0;
      await drive(running.matches, request.pacer, ({ doc, position }) => {
        found += 1;
        if (change?.apply(doc, applied(request, position)).changed === true) nWouldModify += 1;
      });
      if (change === undefined) return { returned: 0, stage: { nWouldDelete: found } };
      return {
        returned: 0,
        stage: { nMatched: found, nWouldModify, nWouldUpsert: upserts && found === 0 ? 1 : 0 },
      };
    },
  };
}

function applied({ now }: CommandRequest, position: number | undefined): Parameters<Update['apply']>[1] {
  return { isInsert: false, now, ...(position === undefined ? {} : { positional: position }) };
}

function queryOf(request: CommandRequest, collection: CollectionInfo, looked: Looked): DocumentQuery {
  const { filter, collation, sort, hint, many } = looked;
  const evaluation = evaluationOptions(request, collection, collation);
  const natural = naturalDirection(sort);
  const chosen = natural === undefined ? resolveHint(collection, hint) : { natural };
  return {
    filter: compileFilter(filter, evaluation),
    pacer: request.pacer,
    ...(many ? {} : { limit: 1 }),
    ...(sort === undefined || sort.size === 0 || natural !== undefined ? {} : { sort: compileSort(sort, evaluation) }),
    ...(chosen === undefined ? {} : { hint: chosen }),
    ...(request.deadline === undefined ? {} : { deadline: request.deadline }),
  };
}
