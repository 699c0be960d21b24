import { MongoError, unsupported } from '../errors.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';
import type { ClientInfo } from './command.js';

/** Refuses or delays commands by name. */
const FAIL_COMMAND = 'failCommand';
/** Takes place once a statement of a retryable write is about to be committed. */
const ON_WRITE = 'onPrimaryTransactionalWrite';

const KNOWN_DATA: Readonly<Record<string, readonly string[]>> = {
  [FAIL_COMMAND]: [
    'failCommands',
    'errorCode',
    'errorLabels',
    'closeConnection',
    'blockConnection',
    'blockTimeMS',
    'writeConcernError',
    'appName',
    'namespace',
    'failInternalCommands',
  ],
  [ON_WRITE]: ['closeConnection', 'failBeforeCommitExceptionCode'],
};

/** Which command is looked at. */
export interface WatchedCommand {
  /** Its own name, and the one that it was called by. */
  readonly names: readonly string[];
  /** `database.collection`. */
  readonly namespace: string;
  readonly client: ClientInfo;
}

/** What is to happen to a command instead of, or before, its work. */
export interface CommandFailure {
  readonly closes: boolean;
  readonly blockMs: number;
  readonly code: number | undefined;
  /** Instead of the labels that the error would have. */
  readonly labels: readonly string[] | undefined;
}

/** An error of the write concern that is added to the reply of a command that has done its work. */
export interface AddedWriteConcernError {
  readonly error: Doc;
  readonly labels: readonly string[] | undefined;
}

/** An error that a fail point orders. */
export class FailPointError extends MongoError {
  /** @param given instead of the labels that the error would have */
  constructor(
    code: number,
    message: string,
    readonly given: readonly string[] | undefined,
  ) {
    super(code, message);
  }
}

interface FailPoint {
  data: Doc;
  /** Evaluations to let pass first. */
  skip: number;
  /** Evaluations that are left; 0 is off. */
  times: number;
  entered: number;
}

/**
 * The failures that tests of drivers order (`configureFailPoint`).
 * https://github.com/mongodb/mongo/wiki/The-%22failCommand%22-fail-point
 */
export class FailPoints {
  readonly #points = new Map<string, FailPoint>(
    Object.keys(KNOWN_DATA).map((name) => [name, { data: new Map<string, Value>(), skip: 0, times: 0, entered: 0 }]),
  );

  /** Sets a fail point and gives how often it has been entered before. Throws 82, 9, 238. */
  configure(name: string, mode: Value | undefined, data: Doc): number {
    const point = this.#points.get(name);
    if (point === undefined) throw new MongoError(82, `${name} not found`);
    for (const field of data.keys()) {
      if (KNOWN_DATA[name]?.includes(field) !== true) throw unsupported(`The field "${field}" of fail point ${name}`);
    }
    const entered = point.entered;
    Object.assign(point, readMode(mode), { data, entered: 0 });
    return entered;
  }

  /** What has to happen to a command before its work. */
  beforeCommand(command: WatchedCommand): CommandFailure | undefined {
    const point = this.#points.get(FAIL_COMMAND);
    if (point === undefined || !isWatched(point, command)) return undefined;
    const { data } = point;
    const code = toNumber(data.get('errorCode'));
    const closes = data.get('closeConnection') === true;
    const blocks = data.get('blockConnection') === true;
    if ((!closes && !blocks && code === undefined) || !enter(point)) return undefined;
    return { closes, blockMs: blocks ? (toNumber(data.get('blockTimeMS')) ?? 0) : 0, code, labels: labelsOf(data) };
  }

  /** What has to be added to the reply of a command that writes. */
  afterWrite(command: WatchedCommand): AddedWriteConcernError | undefined {
    const point = this.#points.get(FAIL_COMMAND);
    const error = point?.data.get('writeConcernError');
    if (point === undefined || !(error instanceof Map) || !isWatched(point, command) || !enter(point)) return undefined;
    return { error, labels: labelsOf(point.data) };
  }

  /** To be called for every new statement of a retryable write, before it is carried out. Throws what is ordered. */
  onStatement(client: ClientInfo): void {
    const point = this.#points.get(ON_WRITE);
    if (point === undefined || !enter(point)) return;
    if (point.data.get('closeConnection') !== false) client.hangUp?.();
    const code = toNumber(point.data.get('failBeforeCommitExceptionCode'));
    if (code !== undefined) throw new MongoError(code, `Failing write due to the fail point ${ON_WRITE}`);
  }
}

function readMode(mode: Value | undefined): { skip: number; times: number } {
  if (mode === 'off') return { skip: 0, times: 0 };
  if (mode === 'alwaysOn') return { skip: 0, times: Infinity };
  if (mode instanceof Map && mode.size === 1) {
    const times = toNumber(mode.get('times'));
    if (times !== undefined && times >= 0) return { skip: 0, times };
    const skip = toNumber(mode.get('skip'));
    if (skip !== undefined && skip >= 0) return { skip, times: Infinity };
    if (mode.has('activationProbability')) throw unsupported('The mode "activationProbability" of fail points');
  }
  throw new MongoError(9, 'the mode of a fail point is "off", "alwaysOn", { times: n } or { skip: n }');
}

function enter(point: FailPoint): boolean {
  if (point.times === 0) return false;
  if (point.skip > 0) {
    point.skip -= 1;
    return false;
  }
  point.times -= 1;
  point.entered += 1;
  return true;
}

function isWatched({ times, data }: FailPoint, { names: called, namespace, client }: WatchedCommand): boolean {
  if (times === 0 || called.includes('configureFailPoint')) return false;
  const names = data.get('failCommands');
  if (!Array.isArray(names) || !called.some((name) => names.includes(name))) return false;
  const appName = data.get('appName');
  if (appName !== undefined && appName !== client.appName) return false;
  const only = data.get('namespace');
  return only === undefined || only === namespace;
}

function labelsOf(data: Doc): readonly string[] | undefined {
  const labels = data.get('errorLabels');
  return Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : undefined;
}
