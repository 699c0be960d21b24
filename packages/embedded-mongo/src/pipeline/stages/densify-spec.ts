import { MongoError } from '../../errors.js';
import { compareValues } from '../../values/compare.js';
import { isNumeric, kindName } from '../../values/kinds.js';
import { toDouble, toExactInteger, type Numeric } from '../../values/numbers.js';
import type { Doc, Value } from '../../values/types.js';
import { unitArg, type Unit } from '../expression/date-arguments.js';

/** `$densify` as written, checked. */
export interface DensifySpec {
  readonly field: string;
  readonly partitionByFields: readonly string[];
  readonly step: Numeric;
  readonly unit: Unit | undefined;
  readonly bounds: 'full' | 'partition' | readonly Value[];
}

/** Reads the specification of a `$densify` stage. */
export function densifySpec(spec: Value): DensifySpec {
  if (!(spec instanceof Map))
    throw new MongoError(5733201, `The $densify stage specification must be an object, found ${kindName(spec)}`);
  assertFields('$densify', spec, ['field', 'partitionByFields', 'range'], ['field', 'range']);
  const field = spec.get('field');
  const range = spec.get('range');
  const by = spec.get('partitionByFields') ?? [];
  if (typeof field !== 'string') throw wrongType('$densify.field', field, 'string');
  if (!(range instanceof Map)) throw wrongType('$densify.range', range, 'object');
  if (!Array.isArray(by) || !by.every((name) => typeof name === 'string'))
    throw wrongType('$densify.partitionByFields', by, 'array');
  if (field.startsWith('$')) throw new MongoError(16410, "FieldPath field names may not start with '$'.");
  if (by.includes(field))
    throw new MongoError(8993000, 'BSONObj cannot contain the same field in both partitionByFields and field');
  return { field, partitionByFields: by, ...rangeOf(range) };
}

function rangeOf(range: Doc): Pick<DensifySpec, 'step' | 'unit' | 'bounds'> {
  assertFields('$densify.range', range, ['step', 'bounds', 'unit'], ['step', 'bounds']);
  const step = range.get('step');
  if (!isNumeric(step)) throw wrongType('$densify.range.step', step, 'number');
  if (!(toDouble(step) > 0))
    throw new MongoError(5733401, 'The step parameter in a range statement must be a strictly positive numeric value');
  const unitName = range.get('unit');
  const unit = unitName === undefined ? undefined : unitArg(unitName, '$densify');
  if (unit !== undefined && toExactInteger(step) === undefined)
    throw new MongoError(
      6586400,
      'The step parameter in a range statement must be a whole number when densifying a date range',
    );
  const bounds = range.get('bounds');
  if (bounds === 'full' || bounds === 'partition') return { step, unit, bounds };
  if (typeof bounds === 'string') throw new MongoError(5946802, "Bounds string must either be 'full' or 'partition'");
  if (!Array.isArray(bounds)) throw wrongType('$densify.range.bounds', bounds, 'array');
  assertBounds(bounds, unit);
  return { step, unit, bounds };
}

function assertBounds(bounds: readonly Value[], unit: Unit | undefined): void {
  if (bounds.length !== 2)
    throw new MongoError(5733403, 'A bounding array in a range statement must have exactly two elements');
  const fits = (v: Value | undefined): boolean => (unit === undefined ? isNumeric(v) : v instanceof Date);
  if (!fits(bounds[0]) || !fits(bounds[1]))
    throw new MongoError(
      5733402,
      unit === undefined
        ? 'A bounding array must contain numeric values only, unless the range has a unit'
        : 'A bounding array must be an ascending array of either two dates or two numbers',
    );
  if (compareValues(bounds[0], bounds[1]) > 0)
    throw new MongoError(5733402, 'A bounding array must be an ascending array of either two dates or two numbers');
}

function assertFields(what: string, doc: Doc, known: readonly string[], required: readonly string[]): void {
  for (const name of doc.keys())
    if (!known.includes(name)) throw new MongoError(40415, `BSON field '${what}.${name}' is an unknown field.`);
  for (const name of required)
    if (!doc.has(name)) throw new MongoError(40414, `BSON field '${what}.${name}' is missing but a required field`);
}

function wrongType(what: string, v: Value | undefined, wanted: string): MongoError {
  return new MongoError(14, `BSON field '${what}' is the wrong type '${kindName(v)}', expected type '${wanted}'`);
}
