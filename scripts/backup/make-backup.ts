import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { backup, countDocuments } from 'embedded-mongo';
import type { Config } from '../../src/config.js';
import { systemClock } from '../../src/kernel/clock.js';
import { Refusal } from '../admin/refusal.js';
import { copyThrough, digestOf, isMissing, keptFiles } from './files.js';
import { CHECKSUMS, DATABASE, MANIFEST, productVersion, UPLOADS, type Manifest } from './manifest.js';

export interface MadeBackup {
  readonly manifest: Manifest;
  /** Files of evidence whose content is not what was stored. They are in the backup as they are. */
  readonly damaged: readonly string[];
}

/** The name of a file that is kept by its content. */
const CONTENT_NAME = /^[0-9a-f]{64}$/;

/**
 * Copies an installation on the embedded engine into a folder, also while the application writes. The database is
 * copied before the files: a request is stored after its evidence, so every file that a request of the copy names is
 * there when the files are copied. The folder appears whole or not at all.
 * @throws Refusal, BackupError
 */
export async function makeBackup(config: Config, to: string): Promise<MadeBackup> {
  const target = path.resolve(to);
  if (existsSync(target) && (await readdir(target)).length > 0)
    throw new Refusal(`${target} is not empty. Choose a folder of its own for each backup.`);
  await mkdir(path.dirname(target), { recursive: true });
  const partial = await mkdtemp(`${target}.partial-`);
  try {
    const made = await fill(config, partial);
    await rename(partial, target);
    return made;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function fill(config: Config, folder: string): Promise<MadeBackup> {
  const madeAt = systemClock.now().toISOString();
  const database = path.join(folder, DATABASE);
  backup(config.dataDir, database);
  const first = await digestOf(database);
  const list = await open(path.join(folder, CHECKSUMS), 'wx', 0o600);
  let [files, bytes] = [0, first.bytes];
  const damaged: string[] = [];
  try {
    await list.write(`${first.sha256}  ${DATABASE}\n`);
    for await (const name of keptFiles(config.uploadsDir)) {
      const copy = path.join(folder, UPLOADS, name);
      try {
        await copyThrough(path.join(config.uploadsDir, name), copy);
      } catch (error) {
        // Removed since the folder was read, as files are that nobody made part of a request.
        if (isMissing(error)) continue;
        throw error;
      }
      const { sha256, bytes: size } = await digestOf(copy);
      const base = path.basename(name);
      if (CONTENT_NAME.test(base) && base !== sha256) damaged.push(name);
      await list.write(`${sha256}  ${UPLOADS}/${name}\n`);
      files += 1;
      bytes += size;
    }
    await list.sync();
  } finally {
    await list.close();
  }
  const manifest: Manifest = {
    product: 'prowess-points',
    format: 1,
    version: await productVersion(config.rootDir),
    madeAt,
    documents: countDocuments(database),
    files,
    bytes,
    checksums: (await digestOf(path.join(folder, CHECKSUMS))).sha256,
  };
  await writeLast(folder, manifest);
  return { manifest, damaged };
}

async function writeLast(folder: string, manifest: Manifest): Promise<void> {
  const file = await open(path.join(folder, MANIFEST), 'wx', 0o600);
  try {
    await file.write(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
