import { Decimal128, Int32 } from 'bson';
import { MongoError, unsupported } from '../errors.js';
import type { Doc, Value } from '../values/types.js';
import type { AcceptedOptions } from './command.js';

/** Arguments that every command may carry: addressing, sessions, concerns, which a single node fulfils anyway. */
const COMMON = new Set([
  '$db',
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'writeConcern',
  'readConcern',
  '$readPreference',
  'comment',
  'maxTimeMS',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  '$clusterTime',
]);

const MAX_INT = 2_147_483_647;

/** The arguments of a command with their types checked on access. */
export class Arguments {
  constructor(
    readonly command: string,
    readonly doc: Doc,
  ) {}

  get(name: string): Value | undefined {
    const value = this.doc.get(name);
    return value === null ? undefined : value;
  }

  /** The value of the command's own name: mostly the collection. Throws 73 for what can be no collection's name. */
  collection(): string {
    const value = this.doc.get(this.command);
    if (typeof value !== 'string')
      throw new MongoError(73, `collection name has invalid type in command ${this.command}`);
    if (value === '' || value.startsWith('.') || value.includes('\0') || value.includes('$'))
      throw new MongoError(73, `Invalid namespace specified: ${value}`);
    return value;
  }

  text(name: string): string | undefined {
    const value = this.get(name);
    if (value !== undefined && typeof value !== 'string') throw this.#wrongType(name, 'string');
    return value;
  }

  document(name: string): Doc | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : this.asDocument(name, value);
  }

  /** A value that must be a document. Throws 14 in the name of the argument. */
  asDocument(name: string, value: Value): Doc {
    if (!(value instanceof Map)) throw this.#wrongType(name, 'object');
    return value;
  }

  /** The document, or an empty one. */
  documentOrEmpty(name: string): Doc {
    return this.document(name) ?? new Map<string, Value>();
  }

  array(name: string): Value[] | undefined {
    const value = this.get(name);
    if (value !== undefined && !Array.isArray(value)) throw this.#wrongType(name, 'array');
    return value;
  }

  documents(name: string): Doc[] | undefined {
    return this.array(name)?.map((value) => {
      if (!(value instanceof Map)) throw this.#wrongType(name, 'array of objects');
      return value;
    });
  }

  /** Booleans; numbers count as true unless zero, as MongoDB's "safe bool" does. */
  flag(name: string): boolean {
    const value = this.get(name);
    if (value === undefined) return false;
    if (typeof value === 'boolean') return value;
    const number = toNumber(value);
    if (number === undefined) throw this.#wrongType(name, 'bool');
    return number !== 0;
  }

  /** A whole number of any numeric type; fractions are cut off. Throws 14, and 2 below `least`. */
  whole(name: string, least: number): number | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    const number = toNumber(value);
    if (number === undefined || Number.isNaN(number)) throw this.#wrongType(name, 'long');
    const whole = Math.trunc(number);
    if (whole < least) {
      throw new MongoError(
        least === 0 ? 51024 : 2,
        `BSON field '${name}' value must be >= ${least}, actual value '${whole}'`,
      );
    }
    return whole;
  }

  /** `maxTimeMS`, 0 for none. Throws 14, and 2 out of range. */
  maxTime(): number {
    const milliseconds = this.whole('maxTimeMS', -Infinity) ?? 0;
    if (milliseconds < 0 || milliseconds > MAX_INT)
      throw new MongoError(2, `${milliseconds} value for maxTimeMS is out of range [0, ${MAX_INT}]`);
    return milliseconds;
  }

  /** Refuses what the command does not know (40415) or the engine does not have (238). */
  assertKnown(accepted: AcceptedOptions): void {
    const { options, ignored, unsupported: refused } = accepted;
    let isFirst = true;
    for (const name of this.doc.keys()) {
      if (isFirst || COMMON.has(name) || options.includes(name) || ignored?.includes(name) === true) {
        isFirst = false;
        continue;
      }
      if (refused?.includes(name) !== true)
        throw new MongoError(40415, `BSON field '${this.command}.${name}' is an unknown field.`);
      if (!isNothing(this.doc.get(name) ?? null)) throw unsupported(`The option "${name}" of ${this.command}`);
    }
  }

  #wrongType(name: string, expected: string): MongoError {
    return new MongoError(14, `BSON field '${this.command}.${name}' is the wrong type, expected type '${expected}'`);
  }
}

/** The JS number of any numeric BSON type; undefined for other types. */
export function toNumber(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Int32) return value.value;
  if (value instanceof Decimal128) return Number(value.toString());
  return undefined;
}

/** A value by which a client says "not this option". */
function isNothing(value: Value): boolean {
  if (value === null || value === false) return true;
  if (value instanceof Map) return value.size === 0;
  return Array.isArray(value) ? value.length === 0 : toNumber(value) === 0;
}
