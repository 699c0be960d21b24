import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the files of one test run find the demo data that the first of them makes. */
    demoTemplates: string;
  }
}

/** Each project loads this file anew; the process they are set up in is what they have in common. */
const ofRun = process as { demoTemplates?: string };

/** Before and after the tests of a project: a folder for what the files of all projects of a run have in common. */
export function setup(project: TestProject): () => Promise<void> {
  const folder = (ofRun.demoTemplates ??= mkdtempSync(path.join(tmpdir(), 'prowess-demo-')));
  project.provide('demoTemplates', folder);
  return () => {
    delete ofRun.demoTemplates;
    return rm(folder, { recursive: true, force: true });
  };
}
