import { BSONSymbol, Code, Timestamp } from 'bson';

import { MongoError } from '../../errors.js';
import { isNullish, isNumeric, kindName } from '../../values/kinds.js';
import { toText } from './convert-text.js';
import type { Value } from '../../values/types.js';

/** What string operators take: strings, numbers, dates; null and missing count as the empty string. */
export function coerceToText(v: Value | undefined, code = 16007): string {
  if (typeof v === 'string') return v;
  if (isNullish(v)) return '';
  if (v instanceof BSONSymbol) return v.value;
  if (v instanceof Code) return v.code;
  if (isNumeric(v) || v instanceof Date || v instanceof Timestamp) return toText(v) as string;
  throw new MongoError(code, `can't convert from BSON type ${kindName(v)} to String`);
}

/** A string; null and missing give undefined, anything else throws. */
export function textArg(v: Value | undefined, what: string, code: number): string | undefined {
  if (typeof v === 'string') return v;
  if (isNullish(v)) return undefined;
  throw new MongoError(code, `${what} must be a string, found: ${kindName(v)}`);
}

/** A string; anything else throws. */
export function requiredText(v: Value | undefined, what: string, code: number): string {
  if (typeof v === 'string') return v;
  throw new MongoError(code, `${what} must be a string, found: ${kindName(v)}`);
}
