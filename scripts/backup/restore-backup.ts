import { createReadStream, existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { restore } from 'embedded-mongo';
import type { Config } from '../../src/config.js';
import { Refusal } from '../admin/refusal.js';
import { copyThrough, digestOf, isMissing, keptFiles } from './files.js';
import { CHECKSUMS, DATABASE, readManifest, UPLOADS, type Manifest } from './manifest.js';

/**
 * Puts a backup into the empty folders that the configuration names. Every file is compared with its checksum before
 * anything is written. The database comes last: without it nothing starts on half a restoration.
 * @throws Refusal, BackupError
 */
export async function restoreBackup(config: Config, from: string): Promise<Manifest> {
  const source = path.resolve(from);
  const manifest = await readManifest(source);
  await assertEmpty(config);
  const names = await examine(source, manifest);
  const placed: string[] = [];
  try {
    for (const name of names) {
      const target = path.join(config.uploadsDir, name);
      placed.push(target);
      await copyThrough(path.join(source, UPLOADS, name), target);
    }
    restore(path.join(source, DATABASE), config.dataDir);
  } catch (error) {
    for (const file of placed) await rm(file, { force: true });
    throw error;
  }
  return manifest;
}

async function assertEmpty({ dataDir, uploadsDir }: Config): Promise<void> {
  if (existsSync(dataDir) && (await readdir(dataDir)).length > 0)
    throw new Refusal(`${dataDir} is not empty. Stop the application and set DATA_DIR to an empty folder.`);
  for await (const name of keptFiles(uploadsDir))
    throw new Refusal(`${uploadsDir} is not empty: it has ${name}. Set UPLOADS_DIR to an empty folder.`);
}

/** Compares everything with its checksum and gives the names of the uploads. @throws Refusal naming the first difference */
async function examine(source: string, manifest: Manifest): Promise<string[]> {
  const list = path.join(source, CHECKSUMS);
  if ((await matches(list, manifest.checksums)) !== true) throw damaged(source, CHECKSUMS);
  const uploads: string[] = [];
  let database = false;
  for await (const line of createInterface({ input: createReadStream(list), crlfDelay: Infinity })) {
    const [, sha256 = '', name = ''] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    const file = path.join(source, name);
    // The list decides where files are written to: never outside the folder of uploads.
    if (name === '' || !file.startsWith(source + path.sep) || !(await matches(file, sha256)))
      throw damaged(source, name === '' ? CHECKSUMS : name);
    if (name === DATABASE) database = true;
    else if (path.join(source, UPLOADS, path.relative(UPLOADS, name)) === file && name.startsWith(`${UPLOADS}/`))
      uploads.push(path.relative(UPLOADS, name));
    else throw damaged(source, name);
  }
  if (!database || uploads.length !== manifest.files) throw damaged(source, CHECKSUMS);
  return uploads;
}

async function matches(file: string, sha256: string): Promise<boolean> {
  try {
    return (await digestOf(file)).sha256 === sha256;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function damaged(source: string, name: string): Refusal {
  return new Refusal(`The backup ${source} is damaged: ${name} is not what was written. Take another backup.`);
}
