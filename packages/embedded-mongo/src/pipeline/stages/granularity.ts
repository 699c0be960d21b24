import { isNumeric } from '../../values/kinds.js';
import { toDouble } from '../../values/numbers.js';
import type { Value } from '../../values/types.js';

/** Rounds to the numbers of a series: up to the next greater one, down to the next smaller one. Zero stays. */
export interface Rounder {
  up(v: Value): Value;
  down(v: Value): Value;
}

const numberOf = (v: Value): number => (isNumeric(v) ? toDouble(v) : 0);

const powersOfTwo: Rounder = {
  up: (v) => {
    const d = numberOf(v);
    return d === 0 ? 0 : 2 ** (Math.floor(Math.log2(d)) + 1);
  },
  down: (v) => {
    const d = numberOf(v);
    return d === 0 ? 0 : 2 ** (Math.ceil(Math.log2(d)) - 1);
  },
};

/** A series of numbers that repeats with every power of ten. */
function preferred(series: readonly number[]): Rounder {
  const all = (d: number): number[] => {
    const exponent = Math.floor(Math.log10(d));
    return [-1, 0, 1].flatMap((k) => series.map((n) => n * 10 ** (exponent + k)));
  };
  return {
    up: (v) => {
      const d = numberOf(v);
      return d === 0 ? 0 : (all(d).find((n) => n > d) ?? d);
    },
    down: (v) => {
      const d = numberOf(v);
      return d === 0 ? 0 : (all(d).findLast((n) => n < d) ?? d);
    },
  };
}

/** Series by name. */
export const ROUNDERS: ReadonlyMap<string, Rounder> = new Map([
  ['POWERSOF2', powersOfTwo],
  ['1-2-5', preferred([1, 2, 5])],
]);
