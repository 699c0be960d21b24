import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { readConfig } from '../../src/config.js';
import { prepareDemo } from '../../src/demo/index.js';
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

async function makeTemplate(template: string): Promise<void> {
  const half = `${template}-${process.pid}`;
  const config = readConfig(
    { DATA_DIR: path.join(half, 'data'), UPLOADS_DIR: path.join(half, 'uploads'), BCRYPT_COST: '4' },
    projectRoot(),
  );
  await prepareDemo(config, { size: SIZE, onProgress: () => undefined });
  try {
    // Moved when whole, so that nobody ever copies half a demo.
    await rename(half, template);
  } catch (error) {
    // The file that runs beside this one was faster; one demo is as good as the other.
    if (!existsSync(template)) throw error;
    await rm(half, { recursive: true, force: true });
  }
}
