import { MongoError, unsupported } from '../errors.js';
import type { Doc, Value } from '../values/types.js';
import type { CommandRequest } from './command.js';

/** A statement that is no statement: the whole command is refused, and nothing of it carried out. */
export class MalformedStatementError extends MongoError {}

/** The raw statements of a write command. Throws 40414 when there are none, 14 when they are no documents. */
export function statementsOf(request: CommandRequest, name: string): readonly Buffer[] {
  const found = request.sequences.get(name);
  if (found !== undefined) return found;
  const field = `${request.name}.${name}`;
  const given = request.arguments.get(name);
  if (given === undefined) throw missing(MongoError, field);
  const position = Array.isArray(given) ? given.findIndex((each) => !(each instanceof Map)) : -1;
  throw position < 0 ? wrongType(MongoError, field, 'array') : wrongType(MongoError, `${field}.${position}`, 'object');
}

/** Refuses unknown fields (40415) of one statement of update or delete. */
export function assertStatementFields(command: string, statement: Doc, known: ReadonlySet<string>): void {
  for (const name of statement.keys()) {
    if (!known.has(name))
      throw new MalformedStatementError(40415, `BSON field '${command}.${name}' is an unknown field.`);
  }
}

/** Only the simple collation (byte order) is supported. Throws 238. */
export function assertSimpleCollation(collation: Value | undefined): void {
  if (collation === undefined || collation === null) return;
  if (collation instanceof Map && (collation.size === 0 || collation.get('locale') === 'simple')) return;
  throw unsupported('A collation other than { locale: "simple" }');
}

/** A field that must be there. Throws 40414. */
export function requiredField(command: string, statement: Doc, name: string): Value {
  const value = statement.get(name);
  if (value === undefined) throw missing(MalformedStatementError, `${command}.${name}`);
  return value;
}

/** A field that must be a document. Throws 40414 and 14. */
export function documentField(command: string, statement: Doc, name: string): Doc {
  const value = requiredField(command, statement, name);
  if (value instanceof Map) return value;
  throw wrongType(MalformedStatementError, `${command}.${name}`, 'object');
}

/** A field that must be a document if it is there. Throws 14. */
export function optionalDocument(command: string, statement: Doc, name: string): Doc | undefined {
  return isAbsent(statement.get(name)) ? undefined : documentField(command, statement, name);
}

/** A field that must be a boolean, and no number, if it is there. Throws 14. */
export function booleanField(command: string, statement: Doc, name: string): boolean {
  const value = statement.get(name);
  if (isAbsent(value)) return false;
  if (typeof value === 'boolean') return value;
  throw wrongType(MalformedStatementError, `${command}.${name}`, 'bool');
}

/** A field that must be an array of documents if it is there. Throws 14. */
export function documentsField(command: string, statement: Doc, name: string): Doc[] | undefined {
  const value = statement.get(name);
  if (isAbsent(value)) return undefined;
  if (Array.isArray(value) && value.every((each): each is Doc => each instanceof Map)) return value;
  throw wrongType(MalformedStatementError, `${command}.${name}`, 'array');
}

/** An index's name or key pattern, if it is there. Throws 9. */
export function hintField(statement: Doc): Value | undefined {
  const hint = statement.get('hint');
  if (hint === undefined || hint instanceof Map || typeof hint === 'string') return hint;
  throw new MalformedStatementError(9, 'Hint must be a string or an object');
}

function isAbsent(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function missing(kind: typeof MongoError, field: string): MongoError {
  return new kind(40414, `BSON field '${field}' is missing but a required field`);
}

function wrongType(kind: typeof MongoError, field: string, expected: string): MongoError {
  return new kind(14, `BSON field '${field}' is the wrong type, expected type '${expected}'`);
}
