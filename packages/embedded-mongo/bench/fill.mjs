// Documents for measurements: about 150 bytes each, 500 units, equal for equal numbers.

const BATCH = 10_000;

/** The n-th document. */
export function documentOf(n) {
  return {
    n,
    unit: `unit ${(n * 7919) % 500}`,
    name: `person ${n}`,
    points: n % 100,
    tags: ['a', 'b'],
    at: new Date(n * 1000),
  };
}

/** Inserts so many documents into a collection. */
export async function fill(collection, count) {
  for (let from = 0; from < count; from += BATCH) {
    await collection.insertMany(
      Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => documentOf(from + i)),
      { ordered: false },
    );
  }
}
