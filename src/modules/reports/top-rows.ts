/** The first rows of an order out of a stream of any length, in memory that does not grow with it. */
export interface TopRows<T> {
  add(rows: readonly T[]): void;
  sorted(): T[];
  /** How many rows passed by. */
  seen(): number;
}

export function topRows<T>(order: (a: T, b: T) => number, size: number): TopRows<T> {
  let kept: T[] = [];
  let count = 0;
  const cut = () => {
    kept = kept.sort(order).slice(0, size);
  };
  return {
    add(rows) {
      count += rows.length;
      kept.push(...rows);
      if (kept.length > 2 * size) cut();
    },
    sorted() {
      cut();
      return [...kept];
    },
    seen: () => count,
  };
}
