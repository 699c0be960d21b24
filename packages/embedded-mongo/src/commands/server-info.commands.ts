import { arch, cpus, hostname, platform, release, totalmem } from 'node:os';
import { MongoError } from '../errors.js';
import { toTimestamp } from '../transactions/cluster-clock.js';
import type { PlainCommand } from './command.js';
import { REPLICA_SET } from './hello.command.js';

/** The MongoDB version whose behaviour is followed; clients choose features by it. */
export const SERVER_VERSION = '7.0.0';
const MEBIBYTE = 1024 * 1024;

export const ping: PlainCommand = { name: 'ping', kind: 'plain', options: [], run: () => ({ ok: 1 }) };

export const buildInfo: PlainCommand = {
  name: 'buildInfo',
  aliases: ['buildinfo'],
  kind: 'plain',
  options: [],
  run: () => ({
    version: SERVER_VERSION,
    versionArray: [...SERVER_VERSION.split('.').map(Number), 0],
    gitVersion: 'embedded-mongo',
    modules: ['embedded-mongo'],
    storageEngines: ['sqlite'],
    bits: 64,
    debug: false,
    maxBsonObjectSize: 16 * MEBIBYTE,
    ok: 1,
  }),
};

export const serverStatus: PlainCommand = {
  name: 'serverStatus',
  kind: 'plain',
  options: ['repl', 'metrics', 'locks', 'tcmalloc', 'wiredTiger'],
  run: ({ engine, now }) => {
    const uptime = (now.getTime() - engine.startedAt.getTime()) / 1000;
    const memory = process.memoryUsage();
    return {
      host: hostname(),
      version: SERVER_VERSION,
      process: 'embedded-mongo',
      pid: process.pid,
      uptime,
      uptimeMillis: BigInt(Math.round(uptime * 1000)),
      localTime: now,
      connections: { current: engine.connections() },
      repl: { setName: REPLICA_SET, isWritablePrimary: true, secondary: false },
      transactions: { currentOpen: BigInt(engine.sessions.openCount) },
      metrics: { cursor: { open: { total: engine.cursors.size } } },
      // Of the engine's thread alone.
      extra_info: { note: 'fields vary by platform', heap_usage_bytes: memory.heapUsed },
      mem: { bits: 64, resident: Math.round(memory.rss / MEBIBYTE), supported: true },
      storageEngine: { name: 'sqlite', persistent: true },
      ok: 1,
    };
  },
};

/** https://www.mongodb.com/docs/v7.0/reference/command/replSetGetStatus/ — a set of one node, its primary. */
export const replSetGetStatus: PlainCommand = {
  name: 'replSetGetStatus',
  kind: 'plain',
  options: [],
  run: ({ engine, client, database, now }) => {
    if (database !== 'admin') throw new MongoError(13, 'replSetGetStatus may only be run against the admin database.');
    const optime = { ts: toTimestamp(engine.database.commits.clock.operation), t: 1n };
    return {
      set: REPLICA_SET,
      date: now,
      myState: 1,
      term: 1n,
      majorityVoteCount: 1,
      writeMajorityCount: 1,
      votingMembersCount: 1,
      writableVotingMembersCount: 1,
      optimes: { lastCommittedOpTime: optime, readConcernMajorityOpTime: optime, appliedOpTime: optime },
      members: [
        {
          _id: 0,
          name: client.address,
          health: 1,
          state: 1,
          stateStr: 'PRIMARY',
          uptime: Math.round((now.getTime() - engine.startedAt.getTime()) / 1000),
          optime,
          self: true,
        },
      ],
      ok: 1,
    };
  },
};

export const hostInfo: PlainCommand = {
  name: 'hostInfo',
  kind: 'plain',
  options: [],
  run: ({ now }) => ({
    system: {
      currentTime: now,
      hostname: hostname(),
      cpuAddrSize: 64,
      memSizeMB: Math.round(totalmem() / MEBIBYTE),
      numCores: cpus().length,
      cpuArch: arch(),
    },
    os: { type: platform(), name: platform(), version: release() },
    extra: {},
    ok: 1,
  }),
};

export const whatsmyuri: PlainCommand = {
  name: 'whatsmyuri',
  kind: 'plain',
  options: [],
  run: ({ client }) => ({ you: client.address, ok: 1 }),
};

/** Nobody is authenticated, because there are no users: only the owner of the socket can connect. */
export const connectionStatus: PlainCommand = {
  name: 'connectionStatus',
  kind: 'plain',
  options: ['showPrivileges'],
  run: () => ({
    authInfo: { authenticatedUsers: [], authenticatedUserRoles: [], authenticatedUserPrivileges: [] },
    ok: 1,
  }),
};

export const getLog: PlainCommand = {
  name: 'getLog',
  kind: 'plain',
  options: [],
  run: ({ arguments: args }) =>
    args.doc.get('getLog') === '*'
      ? { names: ['global', 'startupWarnings'], ok: 1 }
      : { totalLinesWritten: 0, log: [], ok: 1 },
};
