import { MongoError, unsupported } from '../errors.js';
import type { CompareText } from './compare-strings.js';
import { isNumeric } from './kinds.js';
import { toDouble } from './numbers.js';
import type { Doc, Value } from './types.js';

/** The options besides `locale` and `strength`, each with the one value that is supported: MongoDB's default. */
const DEFAULTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['caseLevel', false],
  ['caseFirst', 'off'],
  ['numericOrdering', false],
  ['alternate', 'non-ignorable'],
  ['maxVariable', 'punct'],
  ['normalization', false],
  ['backwards', false],
]);
const collators = new Map<string, CompareText>();

/**
 * The string order of a `collation` document; undefined means the plain order of bytes. Strength 1
 * (ignores case and accents) and 2 (ignores case) are supported, everything else is refused with 238. What MongoDB
 * does not know either throws 40415, a strength out of range 51024, an unknown locale 2.
 */
export function compareTextOf(collation: Doc | undefined): CompareText | undefined {
  if (collation === undefined || collation.size === 0) return undefined;
  const locale = collation.get('locale');
  if (locale === undefined || locale === null)
    throw new MongoError(40414, "BSON field 'collation.locale' is missing but a required field");
  if (typeof locale !== 'string')
    throw new MongoError(14, "BSON field 'collation.locale' is the wrong type, expected type 'string'");
  assertOptions(collation);
  if (locale === 'simple') {
    if (collation.size > 1) throw new MongoError(2, "If the 'locale' is 'simple', no other option may be given");
    return undefined;
  }
  const strength = strengthOf(collation.get('strength'));
  const key = `${locale}/${strength}`;
  let compare = collators.get(key);
  if (compare === undefined) {
    compare = collatorOf(locale, strength);
    collators.set(key, compare);
  }
  return compare;
}

function assertOptions(collation: Doc): void {
  for (const [name, value] of collation) {
    if (name === 'locale' || name === 'strength' || name === 'version') continue;
    if (!DEFAULTS.has(name)) throw new MongoError(40415, `BSON field 'collation.${name}' is an unknown field.`);
    if (value !== DEFAULTS.get(name)) throw unsupported(`The collation option ${name}`);
  }
}

function strengthOf(value: Value | undefined): 1 | 2 {
  const strength = numberOf(value ?? 3);
  if (strength === undefined)
    throw new MongoError(14, "BSON field 'collation.strength' is the wrong type, expected type 'int'");
  if (strength < 1 || strength > 5) {
    throw new MongoError(
      51024,
      `BSON field 'collation.strength' value must be ${strength < 1 ? '>= 1' : '<= 5'}, actual value '${strength}'`,
    );
  }
  if (strength !== 1 && strength !== 2) throw unsupported('A collation of a strength other than 1 and 2');
  return strength;
}

function numberOf(v: Value | undefined): number | undefined {
  return isNumeric(v) ? toDouble(v) : undefined;
}

function collatorOf(locale: string, strength: 1 | 2): CompareText {
  const tag = locale.replaceAll('_', '-');
  let supported: string[];
  try {
    supported = locale.includes('-') ? [] : Intl.Collator.supportedLocalesOf(tag);
  } catch {
    supported = [];
  }
  if (supported.length === 0) throw new MongoError(2, `Field 'locale' is invalid in: { locale: "${locale}" }`);
  const collator = new Intl.Collator(tag, { sensitivity: strength === 1 ? 'base' : 'accent' });
  return (a, b) => (a === b ? 0 : collator.compare(a, b));
}
