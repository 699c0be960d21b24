import type { KeyField } from '../keys/encode.js';
import type { Binding } from './bind-source.js';

/** Most streams that are merged into one order; each holds an open statement. */
const MAX_STREAMS = 100;

/** How a binding gives documents in a wanted order. */
export interface Order {
  readonly reverse: boolean;
  /** See `KeyPlan.merged`. */
  readonly merged: number;
}

/**
 * Whether the keys stand in the wanted order, or exactly against it: all of them after the fields bound to one value,
 * or those of each combination of values, whose streams can be merged.
 */
export function orderServed(binding: Binding, sort: readonly KeyField[]): Order | undefined {
  const { source, bounds, equalities, points } = binding;
  // With several keys per document none of them says where the document stands.
  if (source.multikey) return undefined;
  const fixed = new Set<string>();
  for (let i = 0; i < points; i++) if (bounds[i]?.length === 1) fixed.add((source.fields[i] as KeyField)[0]);
  const wanted = sort.filter(([path]) => !fixed.has(path));
  for (let split = equalities; split <= points; split++) {
    const offered = source.fields.slice(split).filter(([path]) => !fixed.has(path));
    const turn = turnOf(wanted, offered);
    if (turn === undefined) continue;
    if (split > equalities && streamCount(binding, split) > MAX_STREAMS) return undefined;
    return { reverse: turn === -1, merged: split === equalities ? 0 : split };
  }
  return undefined;
}

/** 1 when the first fields offered are those wanted, -1 when all stand the other way round. */
function turnOf(wanted: readonly KeyField[], offered: readonly KeyField[]): 1 | -1 | undefined {
  let turn: 1 | -1 | undefined;
  for (let i = 0; i < wanted.length; i++) {
    const [path, direction] = wanted[i] as KeyField;
    const field = offered[i];
    if (field?.[0] !== path) return undefined;
    const here = field[1] === direction ? 1 : -1;
    if (turn !== undefined && turn !== here) return undefined;
    turn = here;
  }
  return turn ?? 1;
}

function streamCount({ bounds }: Binding, split: number): number {
  return bounds.slice(0, split).reduce((product, each) => product * each.length, 1);
}
