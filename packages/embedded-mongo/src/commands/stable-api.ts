import { MongoError } from '../errors.js';
import type { Doc, Value } from '../values/types.js';
import type { Arguments } from './arguments.js';

/** https://www.mongodb.com/docs/v7.0/reference/stable-api-changelog/ */
const COMMANDS: ReadonlySet<string> = new Set([
  'abortTransaction',
  'aggregate',
  'collMod',
  'commitTransaction',
  'count',
  'create',
  'createIndexes',
  'delete',
  'drop',
  'dropDatabase',
  'dropIndexes',
  'endSessions',
  'explain',
  'find',
  'findAndModify',
  'getMore',
  'hello',
  'insert',
  'killCursors',
  'listCollections',
  'listDatabases',
  'listIndexes',
  'ping',
  'refreshSessions',
  'update',
]);

const STAGES_OUTSIDE: ReadonlySet<string> = new Set([
  '$currentOp',
  '$indexStats',
  '$listLocalSessions',
  '$listSessions',
  '$planCacheStats',
  '$search',
]);

const OPTIONS_OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  find: ['awaitData', 'max', 'min', 'noCursorTimeout', 'oplogReplay', 'returnKey', 'showRecordId', 'tailable'],
  create: ['autoIndexId', 'capped', 'indexOptionDefaults', 'max', 'size', 'storageEngine'],
};

const INDEX_OPTIONS_OUTSIDE = ['background', 'bucketSize', 'sparse', 'storageEngine'];

/**
 * Checks what a client declares of the stable API, and with `apiStrict` that version 1 has what the command asks for.
 * Throws 322, 323 and 4886600.
 * @param name the command's own name
 */
export function assertStableApi(name: string, args: Arguments): void {
  const version = args.text('apiVersion');
  const strict = args.flag('apiStrict');
  if (version === undefined) {
    if (strict || args.flag('apiDeprecationErrors'))
      throw new MongoError(4886600, 'Provided apiStrict and/or apiDeprecationErrors without passing apiVersion');
    return;
  }
  if (version !== '1') throw new MongoError(322, 'API version must be "1"');
  if (strict) assertInVersion1(name, args);
}

function assertInVersion1(name: string, args: Arguments): void {
  if (!COMMANDS.has(name)) {
    throw new MongoError(
      323,
      `Provided apiStrict:true, but the command ${name} is not in API Version 1. Information on supported commands and ` +
        'migrations in API Version 1 can be found at https://dochub.mongodb.org/core/manual-versioned-api',
    );
  }
  assertOptions(name, args.doc, OPTIONS_OUTSIDE[name] ?? []);
  if (name === 'aggregate') assertStages(args.get('pipeline'));
  if (name === 'createIndexes') {
    for (const index of args.documents('indexes') ?? [])
      assertOptions('createIndexes.indexes', index, INDEX_OPTIONS_OUTSIDE);
  }
}

function assertOptions(path: string, doc: Doc, outside: readonly string[]): void {
  for (const option of outside) {
    if (doc.has(option))
      throw new MongoError(323, `BSON field '${path}.${option}' is not allowed with apiStrict:true.`);
  }
}

/** Also looks into the pipelines of `$lookup`, `$unionWith` and `$facet`. What is no pipeline is refused elsewhere. */
function assertStages(pipeline: Value | undefined): void {
  if (!Array.isArray(pipeline)) return;
  for (const stage of pipeline) {
    if (!(stage instanceof Map)) continue;
    for (const [name, spec] of stage) {
      if (STAGES_OUTSIDE.has(name) || (name === '$collStats' && !countsOnly(spec)))
        throw new MongoError(323, `${name} is not allowed with 'apiStrict: true' in API Version 1`);
      if (!(spec instanceof Map)) continue;
      if (name === '$facet') for (const inner of spec.values()) assertStages(inner);
      else if (name === '$lookup' || name === '$unionWith') assertStages(spec.get('pipeline'));
    }
  }
}

function countsOnly(spec: Value): boolean {
  return spec instanceof Map && [...spec.keys()].every((key) => key === 'count');
}
