import { MongoError, unsupported } from '../errors.js';
import type { CompareText } from './compare-strings.js';
import { isNumeric } from './kinds.js';
import { toDouble } from './numbers.js';
import type { Doc, Value } from './types.js';

const KNOWN = new Set(['locale', 'strength']);
const collators = new Map<string, CompareText>();

/**
 * The string order of a `collation` document; undefined means the plain order of bytes. Strength 1
 * (ignores case and accents) and 2 (ignores case) are supported, everything else is refused with 238.
 */
export function compareTextOf(collation: Doc | undefined): CompareText | undefined {
  if (collation === undefined || collation.size === 0) return undefined;
  const locale = collation.get('locale');
  if (typeof locale !== 'string')
    throw new MongoError(40414, "BSON field 'collation.locale' is missing but a required field");
  if (locale === 'simple') return undefined;
  for (const name of collation.keys()) if (!KNOWN.has(name)) throw unsupported(`The collation option ${name}`);
  const strength = numberOf(collation.get('strength'));
  if (strength !== 1 && strength !== 2) throw unsupported('A collation of a strength other than 1 and 2');
  const key = `${locale}/${strength}`;
  let compare = collators.get(key);
  if (compare === undefined) {
    compare = collatorOf(locale, strength);
    collators.set(key, compare);
  }
  return compare;
}

function numberOf(v: Value | undefined): number | undefined {
  return isNumeric(v) ? toDouble(v) : undefined;
}

function collatorOf(locale: string, strength: 1 | 2): CompareText {
  const tag = locale.replaceAll('_', '-');
  let supported: string[];
  try {
    supported = Intl.Collator.supportedLocalesOf(tag);
  } catch {
    supported = [];
  }
  if (supported.length === 0) throw new MongoError(2, `Field 'locale' is invalid in: { locale: "${locale}" }`);
  const collator = new Intl.Collator(tag, { sensitivity: strength === 1 ? 'base' : 'accent' });
  return (a, b) => (a === b ? 0 : collator.compare(a, b));
}
