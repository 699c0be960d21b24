import { MongoError } from '../errors.js';
import { SESSION_LIFE_MS } from '../transactions/session-records.js';
import type { ReplyValue } from '../wire/encode-reply.js';
import type { CommandRequest, PlainCommand } from './command.js';
import type { Engine } from './engine.js';

interface Parameter {
  readonly get: (engine: Engine) => ReplyValue;
  /** Takes a whole number of seconds, 1 at least. Missing where the engine cannot change it. */
  readonly set?: (engine: Engine, seconds: number) => void;
}

const PARAMETERS: ReadonlyMap<string, Parameter> = new Map<string, Parameter>([
  ['featureCompatibilityVersion', { get: () => ({ version: '7.0' }) }],
  ['authenticationMechanisms', { get: () => [] }],
  ['requireApiVersion', { get: () => false }],
  ['enableTestCommands', { get: ({ failPoints }) => failPoints !== undefined }],
  ['localLogicalSessionTimeoutMinutes', { get: () => SESSION_LIFE_MS / 60_000 }],
  [
    'transactionLifetimeLimitSeconds',
    {
      get: ({ sessions }) => sessions.transactionLifeMs / 1000,
      set: ({ sessions }, seconds) => {
        sessions.transactionLifeMs = seconds * 1000;
      },
    },
  ],
  [
    'minSnapshotHistoryWindowInSeconds',
    {
      get: ({ snapshots }) => snapshots.lifeMs / 1000,
      set: ({ snapshots }, seconds) => {
        snapshots.lifeMs = seconds * 1000;
      },
    },
  ],
]);
const SETTABLE = [...PARAMETERS].filter(([, { set }]) => set !== undefined).map(([name]) => name);

/** https://www.mongodb.com/docs/v7.0/reference/command/getParameter/ */
export const getParameter: PlainCommand = {
  name: 'getParameter',
  kind: 'plain',
  options: [...PARAMETERS.keys(), 'allParameters'],
  run: ({ arguments: args, database, engine }) => {
    assertAdmin('getParameter', database);
    const all = args.flag('allParameters') || args.doc.get('getParameter') === '*';
    const wanted = [...PARAMETERS].filter(([name]) => all || args.get(name) !== undefined);
    if (wanted.length === 0) throw new MongoError(72, 'no option found to get');
    return { ...Object.fromEntries(wanted.map(([name, { get }]) => [name, get(engine)])), ok: 1 };
  },
};

/** https://www.mongodb.com/docs/v7.0/reference/command/setParameter/ — of the few parameters that can change. */
export const setParameter: PlainCommand = {
  name: 'setParameter',
  kind: 'plain',
  options: SETTABLE,
  run: (request) => {
    const { arguments: args, database, engine } = request;
    assertAdmin('setParameter', database);
    const name = SETTABLE.find((each) => args.get(each) !== undefined);
    const parameter = name === undefined ? undefined : PARAMETERS.get(name);
    if (name === undefined || parameter?.set === undefined)
      throw new MongoError(72, 'no option found to set, use help:true to see options');
    const was = parameter.get(engine);
    parameter.set(engine, seconds(request, name));
    return { was, ok: 1 };
  },
};

function seconds({ arguments: args }: CommandRequest, name: string): number {
  const value = args.whole(name, -Infinity) ?? 0;
  if (value < 1 || value > 0x7fff_ffff / 1000)
    throw new MongoError(2, `Invalid value for parameter ${name}: ${value} is not greater than or equal to 1`);
  return value;
}

function assertAdmin(command: string, database: string): void {
  if (database !== 'admin') throw new MongoError(13, `${command} may only be run against the admin database.`);
}
