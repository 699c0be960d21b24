import { Int32 } from 'bson';
import { MongoError } from '../errors.js';
import { MAX_DOCUMENT_BYTES } from '../store/document-store.js';
import { MAX_MESSAGE_BYTES } from '../wire/frame-reader.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import { awaitTopologyChange, topologyVersionOf } from './await-topology.js';
import type { CommandRequest, PlainCommand } from './command.js';
import { MAX_WRITE_BATCH } from './write-errors.js';

/** The one-node replica set the engine plays. */
export const REPLICA_SET = 'embedded';
/** MongoDB 7.0, the newest protocol of which everything that drivers then use is here. */
export const WIRE_VERSION = 21;
const SESSION_MINUTES = 30;

const HELLO_OPTIONS = [
  'client',
  'compression',
  'helloOk',
  'hostInfo',
  'saslSupportedMechs',
  'speculativeAuthenticate',
  'loadBalanced',
  'backpressure',
  '$replData',
  'internalClient',
  '$configServerState',
];

/** https://www.mongodb.com/docs/manual/reference/command/hello/ */
export const hello: PlainCommand = {
  name: 'hello',
  kind: 'plain',
  options: ['topologyVersion', 'maxAwaitTimeMS'],
  ignored: HELLO_OPTIONS,
  run: async (request) => {
    await awaitTopologyChange(request);
    return { isWritablePrimary: true, ...describe(request) };
  },
};

/** The older name of hello. */
export const isMaster: PlainCommand = {
  ...hello,
  name: 'isMaster',
  aliases: ['ismaster'],
  run: async (request) => {
    await awaitTopologyChange(request);
    return { ismaster: true, ...describe(request) };
  },
};

function describe({ client, engine, now, arguments: args }: CommandRequest): ReplyObject {
  const application = args.document('client')?.get('application');
  const appName = application instanceof Map ? application.get('name') : undefined;
  if (typeof appName === 'string') client.appName = appName;
  if (args.flag('loadBalanced')) throw new MongoError(238, 'Load balanced mode is not supported by this engine');
  return {
    helloOk: true,
    topologyVersion: topologyVersionOf(engine.processId),
    setName: REPLICA_SET,
    setVersion: 1,
    secondary: false,
    hosts: [client.address],
    me: client.address,
    primary: client.address,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_WRITE_BATCH,
    localTime: now,
    logicalSessionTimeoutMinutes: SESSION_MINUTES,
    connectionId: new Int32(client.connectionId),
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
    ok: 1,
  };
}
