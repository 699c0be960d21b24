import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Refusal } from '../admin/refusal.js';

/** The database of a backup, beside its manifest, its checksums and the folder `uploads`. */
export const DATABASE = 'database.sqlite';
export const UPLOADS = 'uploads';
/** One line for every file as `sha256sum --check` reads them. */
export const CHECKSUMS = 'checksums.sha256';
/** Written last: a folder without it is no backup. */
export const MANIFEST = 'manifest.json';

const manifestSchema = z.object({
  product: z.literal('prowess-points'),
  /** Of the backup's layout. */
  format: z.literal(1),
  /** Of the product that made it. */
  version: z.string(),
  madeAt: z.iso.datetime(),
  /** Documents by collection. */
  documents: z.record(z.string(), z.number()),
  files: z.number(),
  bytes: z.number(),
  /** SHA-256 of the list of checksums. */
  checksums: z.string(),
});
export type Manifest = z.output<typeof manifestSchema>;

/** @throws Refusal for what is no finished backup of this product */
export async function readManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(path.join(folder, MANIFEST), 'utf8');
  } catch {
    throw new Refusal(`There is no backup in ${folder}: it has no ${MANIFEST}.`);
  }
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new Refusal(`${folder} is no backup that this version can read.`);
  return parsed.data;
}

/** The version of the product that runs. */
export async function productVersion(rootDir: string): Promise<string> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(path.join(rootDir, 'package.json'), 'utf8')));
  return version;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
