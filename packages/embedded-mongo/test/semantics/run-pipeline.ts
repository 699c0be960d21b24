import { Pacer } from '../../src/flow/pacer.js';
import { withoutPauses } from '../../src/flow/pause.js';
import { compilePipeline, type Pipeline, type PipelineEnv } from '../../src/pipeline/index.js';
import { MemoryBudget } from '../../src/pipeline/memory.js';
import type { Doc } from '../../src/values/types.js';
import { docsOf, show } from './doc-of.js';

/** Surroundings of a pipeline: other collections by name, and what its stages may hold. */
export function envOf(collections: Record<string, object[]> = {}, memoryBytes = 1e8): PipelineEnv {
  const all = (name: string): Doc[] => docsOf(collections[name] ?? []);
  return {
    now: new Date(0),
    memory: new MemoryBudget(memoryBytes),
    pacer: new Pacer({ client: {}, lsid: undefined, inTransaction: false }, undefined, undefined),
    lookup: (name) => ({ isIndexed: () => false, findByEquality: () => all(name), scan: () => all(name) }),
  };
}

export const compiled = (stages: object[], env = envOf()): Pipeline => compilePipeline(docsOf(stages), env);

/** The results of a pipeline as text that tells types apart. */
export function run(stages: object[], docs: object[], collections: Record<string, object[]> = {}): string[] {
  return [...withoutPauses(compiled(stages, envOf(collections)).run(docsOf(docs)))].map(show);
}
