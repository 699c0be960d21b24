import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the files of one test run find the demo data that the first of them makes. */
    demoTemplates: string;
  }
}

/** Before and after the tests of a project: a folder for what its files share. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'prowess-demo-'));
  project.provide('demoTemplates', folder);
  return () => rm(folder, { recursive: true, force: true });
}
