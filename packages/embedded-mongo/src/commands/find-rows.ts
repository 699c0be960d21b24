import { unsupported } from '../errors.js';
import { PAUSE } from '../flow/pause.js';
import type { Flow, Pause } from '../flow/pause.js';
import type { KeyField } from '../keys/encode.js';
import type { Plan } from '../planner/plan.js';
import type { Match } from '../planner/query-documents.js';
import type { Projection } from '../projection/index.js';
import { pathValues } from '../store/path-values.js';
import { encode, pickFields } from '../values/codec.js';
import type { Doc, Value } from '../values/types.js';

type Rows = Generator<Uint8Array | Pause, void, void>;

/** The documents as they are stored, or what a projection leaves of them. */
export function* projectedRows(matches: Flow<Match>, projection: Projection | undefined): Rows {
  const kept = projection?.kept;
  for (const match of matches) {
    if (match === PAUSE) yield PAUSE;
    else if (projection === undefined) yield match.bytes;
    else yield kept === undefined ? encode(projected(match, projection)) : pickFields(match.bytes, kept);
  }
}

/** As {@link projectedRows}, each with the number under which it is stored, in the field `$recordId`. */
export function* numberedRows(matches: Flow<Match>, projection: Projection | undefined): Rows {
  for (const match of matches) {
    if (match === PAUSE) yield PAUSE;
    else {
      const doc = projection === undefined ? match.doc : projected(match, projection);
      yield encode(new Map<string, Value>([...doc, ['$recordId', BigInt(match.rid)]]));
    }
  }
}

/**
 * Of every document the fields of the index by which it was found, as the option `returnKey` wants it; nothing where
 * there was none. Throws 238 where a document has several keys, or several indexes were used.
 */
export function* keyRows(matches: Flow<Match>, plan: Plan): Rows {
  const fields = keyFields(plan).map(([path]) => ({ path, names: path.split('.') }));
  for (const match of matches) {
    if (match === PAUSE) yield PAUSE;
    else yield encode(new Map(fields.map(({ path, names }) => [path, firstValue(match.doc, names)])));
  }
}

function keyFields(plan: Plan): readonly KeyField[] {
  if (plan.kind === 'id') return [['_id', 1]];
  if (plan.kind === 'either') throw unsupported('returnKey of a query that several indexes serve');
  if (plan.kind !== 'keys') return [];
  const { source } = plan.binding;
  if (source.multikey) throw unsupported('returnKey with an index over arrays');
  return source.fields;
}

/** What an index without arrays lists: the value, null if it is missing. */
function firstValue(doc: Doc, names: readonly string[]): Value {
  for (const value of pathValues(doc, names)) return value;
  return null;
}

function projected({ doc, position }: Match, projection: Projection): Doc {
  return projection.apply(doc, position === undefined ? {} : { positional: position });
}
