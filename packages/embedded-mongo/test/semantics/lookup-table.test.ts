import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutPauses } from '../../src/flow/pause.js';
import type { PipelineEnv } from '../../src/pipeline/index.js';
import { compilePipeline } from '../../src/pipeline/index.js';
import { docsOf, show } from './doc-of.js';
import { envOf } from './run-pipeline.js';

/** The same join with an index on the other side, or without one; how often the other side was read whole. */
function join(local: object[], foreign: object[], field: string, indexed: boolean): { rows: string[]; scans: number } {
  let scans = 0;
  const plain = envOf({ f: foreign });
  const env: PipelineEnv = {
    ...plain,
    lookup: (name) => {
      const other = plain.lookup(name);
      return {
        isIndexed: () => indexed,
        findByEquality: (values, path) => {
          scans += 1;
          return other.findByEquality(values, path);
        },
        scan: () => {
          scans += 1;
          return other.scan();
        },
      };
    },
  };
  const stage = { $lookup: { from: 'f', localField: 'v', foreignField: field, as: 'r' } };
  const rows = [...withoutPauses(compilePipeline(docsOf([stage]), env).run(docsOf(local)))].map(show);
  return { rows, scans };
}

describe('$lookup without an index', () => {
  const scalar = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(null, 'a', 1.5, { k: 1 }));
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }),
  );
  const holder = fc.record({ v: value }, { requiredKeys: [] });
  const nested = fc.record(
    { o: fc.oneof(holder, fc.array(fc.oneof(holder, scalar), { maxLength: 3 })) },
    { requiredKeys: [] },
  );

  it.each<[field: string, docs: fc.Arbitrary<object>]>([
    ['v', holder],
    ['o.v', nested],
    ['o.0.v', nested],
  ])('finds by %s what a search would', (field, docs) => {
    fc.assert(
      fc.property(fc.array(holder, { maxLength: 8 }), fc.array(docs, { maxLength: 8 }), (local, foreign) => {
        expect(join(local, foreign, field, false).rows).toEqual(join(local, foreign, field, true).rows);
      }),
      { numRuns: 200 },
    );
  });

  it('reads the other collection three times at most', () => {
    const many = Array.from({ length: 50 }, (_, v) => ({ v }));
    expect(join(many, many, 'v', false).scans).toBe(3);
    expect(join(many, many, 'v', true).scans).toBe(50);
  });
});
