import { setTimeout as pause } from 'node:timers/promises';
import { ObjectId } from 'bson';
import { MongoError } from '../errors.js';
import type { Doc } from '../values/types.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import { toNumber } from './arguments.js';
import type { CommandRequest } from './command.js';

/** What hello says of the topology: it is one node, so it changes only with the life of the engine. */
export function topologyVersionOf(processId: ObjectId): ReplyObject {
  return { processId, counter: 0n };
}

/**
 * A hello with `topologyVersion` and `maxAwaitTimeMS` is answered when there is something new, or when that time is over.
 * Clients learn so at once that the engine has gone, instead of asking now and then.
 * https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-monitoring.md
 */
export async function awaitTopologyChange({ arguments: args, client, engine }: CommandRequest): Promise<void> {
  const known = args.document('topologyVersion');
  const time = args.get('maxAwaitTimeMS');
  if (known === undefined && time === undefined) return;
  if (known === undefined || time === undefined)
    throw new MongoError(
      31368,
      known === undefined
        ? "A request with 'maxAwaitTimeMS' must include a 'topologyVersion'"
        : "A request with a 'topologyVersion' must include 'maxAwaitTimeMS'",
    );
  const milliseconds = toNumber(time);
  if (milliseconds === undefined || !(milliseconds >= 0 && milliseconds <= 0x7fff_ffff))
    throw new MongoError(2, 'maxAwaitTimeMS must be a non-negative integer');
  if (!isCurrent(known, engine.processId)) return;
  await pause(milliseconds, undefined, { signal: client.gone }).catch(() => undefined);
}

function isCurrent(known: Doc, processId: ObjectId): boolean {
  const [id, counter] = [known.get('processId'), toNumber(known.get('counter'))];
  if (!(id instanceof ObjectId) || counter === undefined)
    throw new MongoError(40414, "BSON fields 'topologyVersion.processId' and 'topologyVersion.counter' are required");
  if (!id.equals(processId)) return false;
  if (counter > 0)
    throw new MongoError(
      31382,
      `Received a topology version with counter: ${counter} which is greater than the server's: 0`,
    );
  return true;
}
