import { MongoError } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import type { CollectionInfo } from '../store/catalog.js';
import { collectionTable, indexTable } from '../store/catalog-store.js';
import { rootScope } from '../pipeline/expression/index.js';
import { insertDocument } from '../store/document-store.js';
import type { Unit } from '../store/unit.js';
import { compileUpdate } from '../updater/index.js';
import { withId } from '../updater/replacement-update.js';
import type { Update } from '../updater/index.js';
import { identicalValues } from '../values/compare.js';
import type { Doc, Value } from '../values/types.js';
import type { CommandRequest } from './command.js';
import { evaluationOptions } from './evaluation-options.js';
import { assertNoTimeSeries } from './collection-kinds.js';
import { findOrCreateCollection } from './find-target.js';
import { firstMatch, modify } from './modify-documents.js';
import { completeDocument } from './new-document.js';
import { samePattern } from './resolve-hint.js';

/** The last stage of a pipeline, which writes. */
export interface OutputStage {
  readonly stage: '$merge' | '$out';
  readonly spec: Value;
}

/** Carries out `$out` or `$merge`; everything in the unit's one commit. */
export function writeOutput(
  unit: Unit,
  request: CommandRequest,
  { stage, spec }: OutputStage,
  results: Iterable<Doc>,
): void {
  const documents = [...results]; // read to the end first: source and target may be the same collection
  if (stage === '$out') replaceAll(unit, target(request.database, spec, 'coll'), documents);
  else mergeAll(unit, request, spec, documents);
}

interface Target {
  readonly database: string;
  readonly name: string;
}

function target(database: string, spec: Value | undefined, field: string): Target {
  if (typeof spec === 'string') return { database, name: spec };
  const name = spec instanceof Map ? spec.get(field) : undefined;
  const other = spec instanceof Map ? (spec.get('db') ?? database) : undefined;
  if (typeof name !== 'string' || typeof other !== 'string')
    throw new MongoError(51178, 'the target of $out or $merge must name a collection');
  return { database: other, name };
}

function replaceAll(unit: Unit, { database, name }: Target, documents: readonly Doc[]): void {
  const collection = findOrCreateCollection(unit, database, name);
  if (collection.capped !== undefined)
    throw new MongoError(17152, `namespace '${database}.${name}' is capped so it can't be used for $out`);
  for (const index of collection.indexes) unit.connection.run(`DELETE FROM ${indexTable(index)}`);
  unit.connection.run(`DELETE FROM ${collectionTable(collection)}`);
  unit.changes.addAll(collection.id);
  for (const document of documents) insertNew(unit, collection, document);
}

function insertNew(unit: Unit, collection: CollectionInfo, document: Doc): void {
  const { doc, bytes } = completeDocument(document);
  insertDocument(unit, collection, doc, bytes);
}

interface MergeSpec {
  readonly on: readonly string[];
  readonly whenMatched: string | Doc[];
  readonly whenNotMatched: string;
  /** Expressions over the new document, which a pipeline sees as variables. */
  readonly let: Doc | undefined;
}

function mergeAll(unit: Unit, request: CommandRequest, spec: Value, documents: readonly Doc[]): void {
  const into = spec instanceof Map ? spec.get('into') : spec;
  const { database, name } = target(request.database, into, 'coll');
  const collection = findOrCreateCollection(unit, database, name);
  assertNoTimeSeries(collection, '$merge');
  const merge = readMerge(spec);
  assertUniqueIndex(collection, merge.on);
  for (const document of documents) mergeOne(unit, request, collection, merge, document);
}

function readMerge(spec: Value): MergeSpec {
  const options: Doc = spec instanceof Map ? spec : new Map<string, Value>();
  for (const name of options.keys()) {
    if (!['into', 'on', 'let', 'whenMatched', 'whenNotMatched'].includes(name))
      throw new MongoError(40415, `BSON field '$merge.${name}' is an unknown field.`);
  }
  const on = options.get('on') ?? '_id';
  const fields = (Array.isArray(on) ? on : [on]).filter((field) => typeof field === 'string');
  if (fields.length === 0) throw new MongoError(51186, '$merge "on" must name fields');
  const matched = options.get('whenMatched') ?? 'merge';
  const notMatched = options.get('whenNotMatched') ?? 'insert';
  const variables = options.get('let');
  const pipeline = Array.isArray(matched) ? matched.filter((stage): stage is Doc => stage instanceof Map) : undefined;
  if (pipeline === undefined && !['replace', 'keepExisting', 'merge', 'fail'].includes(matched as string))
    throw new MongoError(2, '$merge "whenMatched" is not a valid value');
  if (!['insert', 'discard', 'fail'].includes(notMatched as string))
    throw new MongoError(2, '$merge "whenNotMatched" is not a valid value');
  if (variables !== undefined && !(variables instanceof Map))
    throw new MongoError(14, "BSON field '$merge.let' is the wrong type, expected type 'object'");
  if (variables !== undefined && pipeline === undefined)
    throw new MongoError(51199, `Cannot use 'let' variables with 'whenMatched: ${matched as string}' mode`);
  return {
    on: fields,
    whenMatched: pipeline ?? (matched as string),
    whenNotMatched: notMatched as string,
    let: variables,
  };
}

function assertUniqueIndex(collection: CollectionInfo, on: readonly string[]): void {
  if (on.length === 1 && on[0] === '_id') return;
  const wanted: Doc = new Map([...on].sort().map((field) => [field, 1]));
  const found = collection.indexes.some((index) => {
    const fields = index.fields.map(([path]) => path).sort();
    return (
      index.unique &&
      !index.sparse &&
      index.partialFilter === undefined &&
      samePattern(new Map(fields.map((field) => [field, 1])), wanted)
    );
  });
  if (!found) throw new MongoError(51183, 'Cannot find index to verify that join fields will be unique');
}

function mergeOne(
  unit: Unit,
  request: CommandRequest,
  collection: CollectionInfo,
  merge: MergeSpec,
  document: Doc,
): void {
  const filter: Doc = new Map(merge.on.map((field) => [field, new Map([['$eq', joinValue(document, field)]])]));
  const match =
    merge.on.includes('_id') && !document.has('_id')
      ? undefined
      : firstMatch(unit, collection, { filter: compileFilter(filter) });
  if (match === undefined) {
    if (merge.whenNotMatched === 'fail')
      throw new MongoError(
        13113,
        '$merge could not find a matching document in the target collection for at least one document in the source collection',
      );
    if (merge.whenNotMatched === 'insert') insertNew(unit, collection, document);
    return;
  }
  if (merge.whenMatched === 'keepExisting') return;
  if (merge.whenMatched === 'fail')
    throw new MongoError(11000, `$merge found an existing document in ${collection.name}`);
  modify(unit, collection, match.rid, match.doc, toUpdate(merge, document, request), undefined, request.now);
}

function joinValue(document: Doc, field: string): Value {
  let value: Value | undefined = document;
  for (const name of field.split('.')) value = value instanceof Map ? value.get(name) : undefined;
  if ((value === undefined && field !== '_id') || value === null || Array.isArray(value)) {
    throw new MongoError(
      51132,
      `$merge write error: 'on' field '${field}' cannot be missing, null, undefined or an array`,
    );
  }
  return value ?? null;
}

/** What becomes of a matched document by the new one. */
function toUpdate({ whenMatched, let: variables }: MergeSpec, document: Doc, request: CommandRequest): Update {
  if (Array.isArray(whenMatched)) return compileUpdate(whenMatched, { let: variablesOf(variables, document, request) });
  return whenMatched === 'replace' ? replaceBy(document) : mergeInto(document);
}

/** The variables of a `whenMatched` pipeline: `new` is always the new document. Values, so nothing is evaluated again. */
function variablesOf(variables: Doc | undefined, document: Doc, request: CommandRequest): Doc {
  const values: Doc = new Map([['new', literal(document)]]);
  if (variables === undefined) return values;
  const scope = rootScope(evaluationOptions(request));
  for (const [name, expression] of variables) {
    if (name === 'new') {
      if (expression === '$$ROOT') continue;
      throw new MongoError(51273, "'let' may not define a value for the reserved 'new' variable other than '$$ROOT'");
    }
    const value = scope.compile(expression)(document);
    values.set(name, value === undefined ? '$$REMOVE' : literal(value));
  }
  return values;
}

function literal(value: Value): Doc {
  return new Map([['$literal', value]]);
}

function replaceBy(document: Doc): Update {
  return {
    kind: 'replacement',
    needsPosition: false,
    apply: (existing) => {
      const doc = withId(document, existing);
      return { doc, changed: !identicalValues(existing, doc) };
    },
  };
}

/** Lays the fields of a document over the existing one. */
function mergeInto(document: Doc): Update {
  return {
    kind: 'operators',
    needsPosition: false,
    apply: (existing) => {
      const doc: Doc = new Map([...existing, ...document]);
      return { doc, changed: !identicalValues(existing, doc) };
    },
  };
}
