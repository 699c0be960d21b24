import type { Pacer } from '../flow/pacer.js';
import type { Deadline } from '../planner/deadline.js';
import type { Unit } from '../store/unit.js';
import type { StatementMemory } from '../transactions/statement-memory.js';
import type { Doc } from '../values/types.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import type { Arguments } from './arguments.js';
import type { Engine } from './engine.js';

/** One command of a client, taken apart and checked for what every command has in common. */
export interface CommandRequest {
  readonly name: string;
  readonly database: string;
  readonly arguments: Arguments;
  /** `documents`, `updates`, `deletes`: raw BSON. */
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  readonly lsid: string | undefined;
  readonly txnNumber: number | undefined;
  readonly inTransaction: boolean;
  /** Of a retryable write of statements: what of it has been carried out before. */
  readonly memory?: StatementMemory;
  readonly now: Date;
  readonly deadline: Deadline | undefined;
  /** Where long reads pause, so that other commands run meanwhile. */
  readonly pacer: Pacer;
  readonly client: ClientInfo;
  readonly engine: Engine;
}

/** The connection a command came through. */
export interface ClientInfo {
  readonly connectionId: number;
  /** How the client reached the engine, as hello reports it. */
  readonly address: string;
  /** What the client calls itself in its first hello. */
  appName?: string;
  /** Aborted when the connection has closed. */
  readonly gone: AbortSignal;
  /** Closes the connection without an answer, as a failing network would; the client has not gone. */
  hangUp?: () => void;
}

/** Which arguments a command knows. Everything else is refused by name (40415). */
export interface AcceptedOptions {
  /** Used by the command. */
  readonly options: readonly string[];
  /** Accepted without effect, because the effect cannot be seen from outside. */
  readonly ignored?: readonly string[];
  /** MongoDB has them, this engine has not (238), unless they are false, null or empty. */
  readonly unsupported?: readonly string[];
}

interface CommandBase extends AcceptedOptions {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** May be part of a multi-document transaction. */
  readonly transactional?: boolean;
  /** Known only to engines that were started for tests. */
  readonly testsOnly?: boolean;
}

/** Works on a snapshot. */
export interface ReadCommand extends CommandBase {
  readonly kind: 'read';
  /** Whether these arguments make the command a writing one (aggregate with $out). */
  readonly writesWith?: (request: Doc) => boolean;
  /** Then this is run instead, within one commit and therefore without pauses. */
  readonly runWriting?: (unit: Unit, request: CommandRequest) => ReplyObject;
  readonly run: (unit: Unit, request: CommandRequest) => ReplyObject | Promise<ReplyObject>;
}

/** Works on the writer. */
export interface WriteCommand extends CommandBase {
  readonly kind: 'write';
  /** Its answer is remembered for retries. */
  readonly retryable?: boolean;
  readonly run: (unit: Unit, request: CommandRequest) => ReplyObject;
}

/** Needs no unit of work. */
export interface PlainCommand extends CommandBase {
  readonly kind: 'plain';
  /** Commits or aborts the transaction it is part of. */
  readonly endsTransaction?: boolean;
  readonly run: (request: CommandRequest) => ReplyObject | Promise<ReplyObject>;
}

export type Command = ReadCommand | WriteCommand | PlainCommand;
