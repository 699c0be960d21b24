import type { KeptRow } from './import-chunk.model.js';
import type { ImportEffect } from './import.js';

/** What rows come to together. */
export function effectOf(rows: readonly KeptRow[]): ImportEffect {
  let points = 0;
  const deciders: Record<string, number> = {};
  for (const { worth } of rows) {
    if (worth === undefined) continue;
    points += worth.points;
    if (worth.deciderId !== null) deciders[worth.deciderId] = (deciders[worth.deciderId] ?? 0) + 1;
  }
  return { points, deciders };
}

export function addEffects(one: ImportEffect, other: ImportEffect, sign: 1 | -1 = 1): ImportEffect {
  const deciders: Record<string, number> = { ...one.deciders };
  for (const [id, count] of Object.entries(other.deciders)) {
    const sum = (deciders[id] ?? 0) + sign * count;
    if (sum === 0) Reflect.deleteProperty(deciders, id);
    else deciders[id] = sum;
  }
  return { points: one.points + sign * other.points, deciders };
}
