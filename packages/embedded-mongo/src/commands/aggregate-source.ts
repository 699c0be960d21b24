import { Binary } from 'bson';
import { MongoError } from '../errors.js';
import type { Doc, Value } from '../values/types.js';
import type { CommandRequest } from './command.js';

/** What `aggregate: 1` reads, as its namespace names it. */
export const COLLECTIONLESS = '$cmd.aggregate';

/** Stages that make their documents themselves, and therefore need no collection; nor may they have one. */
const INDEPENDENT = new Set(['$changeStream', '$currentOp', '$documents', '$listLocalSessions']);

/** Checks that the first stage can read what the command names. Throws 73. */
export function assertSource({ database }: CommandRequest, source: string, stages: readonly Doc[]): void {
  const first = stages[0]?.keys().next().value;
  if (source !== COLLECTIONLESS) {
    // A change stream reads a collection as well.
    if (first !== undefined && first !== '$changeStream' && INDEPENDENT.has(first))
      throw new MongoError(73, `'${first}' can only be run with {aggregate: 1}`);
    return;
  }
  if (first === undefined) throw new MongoError(73, '{aggregate: 1} is not valid for an empty pipeline.');
  if (!INDEPENDENT.has(first))
    throw new MongoError(73, `{aggregate: 1} is not valid for '${first}'; a collection is required.`);
  if (first === '$currentOp' && database !== 'admin')
    throw new MongoError(73, "$currentOp must be run against the 'admin' database with {aggregate: 1}");
}

/**
 * The documents of a stage that tells about the engine: of `$currentOp` the command itself, of `$listLocalSessions`
 * the session it is in. Undefined for other stages.
 */
export function aboutEngine(request: CommandRequest, stage: string): Iterable<Doc> | undefined {
  if (stage === '$currentOp') return [currentOperation(request)];
  if (stage === '$listLocalSessions') return sessionOf(request);
  return undefined;
}

function currentOperation({ arguments: args, database, client, now }: CommandRequest): Doc {
  return new Map<string, Value>([
    ['type', 'op'],
    ['host', client.address],
    ['desc', `conn${client.connectionId}`],
    ['connectionId', client.connectionId],
    ['active', true],
    ['currentOpTime', now.toISOString()],
    ['op', 'command'],
    ['ns', `${database}.${COLLECTIONLESS}`],
    ['command', args.doc],
  ]);
}

/** Nobody is known by name here; MongoDB then lists a session under the hash of the empty text. */
const NOBODY = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex');

function sessionOf({ lsid, now }: CommandRequest): Doc[] {
  if (lsid === undefined) return [];
  const id = new Map<string, Value>([
    ['id', new Binary(Buffer.from(lsid, 'hex'), Binary.SUBTYPE_UUID)],
    ['uid', new Binary(NOBODY)],
  ]);
  return [
    new Map<string, Value>([
      ['_id', id],
      ['lastUse', now],
    ]),
  ];
}
