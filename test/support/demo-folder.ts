import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inject } from 'vitest';
import { readConfig } from '../../src/config.js';
import { projectRoot } from '../../src/project-root.js';

/** Enough that no page is empty, and made in seconds. */
const SIZE = { entries: 150, pending: 20, utilizationMonths: 1 };

/** A folder of a test's own with the data of a small demo. */
export interface DemoFolder {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Copies the demo that the first file of a test run made for all. */
export async function demoFolder(): Promise<DemoFolder> {
  const template = path.join(inject('demoTemplates'), 'demo');
  if (!existsSync(template)) await makeTemplate(template);
  const own = await emptyFolder();
  await cp(template, own.folder, { recursive: true });
  return own;
}

/** A folder of a test's own with nothing in it. */
export async function emptyFolder(): Promise<DemoFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'prowess-compiled-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Made by one of the files that run side by side while the others wait: its making costs more than most files. */
async function makeTemplate(template: string): Promise<void> {
  const half = `${template}-unfinished`;
  while (!(await isMine(half))) {
    await wait(100);
    if (existsSync(template)) return;
  }
  try {
    if (!existsSync(template)) {
      await makeDemo(half);
      // Moved when whole, so that nobody ever copies half a demo.
      await rename(half, template);
    }
  } finally {
    // Where it failed, one of those who wait tries it again.
    await rm(half, { recursive: true, force: true });
  }
}

/** Makes a folder; answers no where somebody else has made it before. */
async function isMine(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function makeDemo(folder: string): Promise<void> {
  // Most files never need more of the product than what is compiled.
  const { prepareDemo } = await import('../../src/demo/index.js');
  const config = readConfig(
    { DATA_DIR: path.join(folder, 'data'), UPLOADS_DIR: path.join(folder, 'uploads'), BCRYPT_COST: '4' },
    projectRoot(),
  );
  await prepareDemo(config, { size: SIZE, onProgress: () => undefined });
}
