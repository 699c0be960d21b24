import type { Doc, Value } from '../../values/types.js';
import type { Scope } from '../expression/scope.js';

/** An equality that narrows the documents an inner pipeline has to read. */
export interface Probe {
  readonly field: string;
  value(): Value | undefined;
}

/**
 * The first `{$expr: {$eq: ['$field', '$$variable']}}` of a leading `$match`, also inside `$and`. What it
 * finds is a superset: the `$match` itself still runs.
 */
export function equalityProbe(stages: readonly Value[], scope: Scope): Probe | undefined {
  const filter = leadingMatch(stages);
  const expr = filter?.get('$expr');
  return expr === undefined ? undefined : probeIn(expr, scope);
}

function probeIn(expr: Value, scope: Scope): Probe | undefined {
  if (!(expr instanceof Map)) return undefined;
  const all = expr.get('$and');
  if (Array.isArray(all)) {
    for (const part of all) {
      const probe = probeIn(part, scope);
      if (probe !== undefined) return probe;
    }
    return undefined;
  }
  const sides = expr.get('$eq');
  if (!Array.isArray(sides) || sides.length !== 2) return undefined;
  const [a, b] = sides;
  return probeOf(a, b, scope) ?? probeOf(b, a, scope);
}

function probeOf(field: Value | undefined, variable: Value | undefined, scope: Scope): Probe | undefined {
  if (typeof field !== 'string' || !field.startsWith('$') || field.startsWith('$$')) return undefined;
  if (typeof variable !== 'string' || !variable.startsWith('$$') || variable.includes('.')) return undefined;
  const cell = scope.cell(variable.slice(2));
  return cell === undefined ? undefined : { field: field.slice(1), value: () => cell.value };
}

/** The conditions of a leading `$match` that are about fields alone; a superset for the scan. */
export function plainConditions(stages: readonly Value[]): Doc | undefined {
  const filter = leadingMatch(stages);
  if (filter === undefined) return undefined;
  const plain = new Map([...filter].filter(([name]) => !name.startsWith('$')));
  return plain.size === 0 ? undefined : plain;
}

function leadingMatch(stages: readonly Value[]): Doc | undefined {
  const [first] = stages;
  const filter = first instanceof Map ? first.get('$match') : undefined;
  return filter instanceof Map ? filter : undefined;
}
