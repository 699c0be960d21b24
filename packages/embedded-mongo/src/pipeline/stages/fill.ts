import { Int32 } from 'bson';

import { MongoError } from '../../errors.js';
import { kindName } from '../../values/kinds.js';
import type { Doc, Value } from '../../values/types.js';
import { chain, mapping, type Stage, type StageCompiler } from './stage.js';
import { compileTransform } from './transform.js';
import { setWindowFields } from './window/window-fields.js';

const OPTIONS = new Set(['partitionBy', 'partitionByFields', 'sortBy', 'output']);

/** `$fill`: what is null or missing becomes a value, the last one before it, or one on the line between two. */
export const fill: StageCompiler = (spec, ctx) => {
  if (!(spec instanceof Map)) throw new MongoError(40201, `the $fill stage specification must be an object`);
  for (const name of spec.keys())
    if (!OPTIONS.has(name)) throw new MongoError(40415, `BSON field '$fill.${name}' is an unknown field.`);
  const output = spec.get('output');
  if (!(output instanceof Map))
    throw new MongoError(40414, "BSON field '$fill.output' is missing but a required field");
  const partition = partitionOf(spec);
  const windows: Doc = new Map();
  const values: Doc = new Map();
  for (const [field, how] of output) addFilling(field, how, windows, values);
  const stages: Stage[] = [];
  if (windows.size > 0) {
    const sortBy = spec.get('sortBy');
    if (!(sortBy instanceof Map)) throw new MongoError(6050202, "'sortBy' is required when a fill method is specified");
    const window: Doc = new Map<string, Value>([
      ['sortBy', sortBy],
      ['output', windows],
    ]);
    if (partition !== undefined) window.set('partitionBy', partition);
    stages.push(setWindowFields(window, ctx));
  }
  if (values.size > 0) {
    const { apply, resets } = compileTransform(new Map([['$addFields', values]]), ctx.scope);
    stages.push(mapping(apply, resets));
  }
  return { resets: false, run: (input) => chain(stages, input) };
};

function addFilling(field: string, how: Value, windows: Doc, values: Doc): void {
  if (!(how instanceof Map) || how.size !== 1)
    throw new MongoError(6050203, `exactly one of 'method' or 'value' must be specified for the field ${field}`);
  if (how.has('value')) {
    values.set(field, new Map([['$ifNull', [`$${field}`, how.get('value') as Value]]]));
    return;
  }
  const method = how.get('method');
  if (method === 'linear') windows.set(field, new Map([['$linearFill', `$${field}`]]));
  else if (method === 'locf') windows.set(field, new Map([['$locf', `$${field}`]]));
  else throw new MongoError(6050202, 'Method must be either locf or linear');
}

function partitionOf(spec: Doc): Value | undefined {
  const by = spec.get('partitionBy');
  const fields = spec.get('partitionByFields');
  if (by !== undefined && fields !== undefined)
    throw new MongoError(6050204, "Maximum one of 'partitionBy' and 'partitionByFields' can be specified in '$fill'");
  if (by !== undefined) {
    if (by instanceof Map || typeof by === 'string') return by;
    throw new MongoError(14, `BSON field '$fill.partitionBy' is the wrong type '${kindName(by)}'`);
  }
  if (fields === undefined) return undefined;
  if (!Array.isArray(fields) || !fields.every((name) => typeof name === 'string'))
    throw new MongoError(14, "BSON field '$fill.partitionByFields' must be an array of strings");
  for (const name of fields)
    if (name.startsWith('$'))
      throw new MongoError(
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      );
  return fields.length === 0 ? new Int32(0) : new Map(fields.map((name, i): [string, Value] => [`f${i}`, `$${name}`]));
}
