import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Uploads that have not been taken over yet, and the file that keeps the folder in version control. */
const LEFT_OUT: ReadonlySet<string> = new Set(['tmp', '.gitkeep']);

/** Content that is being erased at this moment must not live on in a backup. */
const ERASING = '.erasing';

/** Every kept file under a folder of uploads, as paths within it. Nothing where there is no such folder. */
export async function* keptFiles(uploadsDir: string, within = ''): AsyncGenerator<string> {
  for (const entry of await entriesOf(path.join(uploadsDir, within))) {
    if (within === '' && LEFT_OUT.has(entry.name)) continue;
    const name = path.posix.join(within, entry.name);
    if (entry.isDirectory()) yield* keptFiles(uploadsDir, name);
    else if (entry.isFile() && !name.endsWith(ERASING)) yield name;
  }
}

async function entriesOf(folder: string) {
  try {
    return (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** Copies a file to a place where there is none yet, readable by its owner only, and waits until it is on the disk. */
export async function copyThrough(source: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await copyFile(source, target);
  const file = await open(target, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Size in bytes and SHA-256 of a file, hexadecimal. */
export async function digestOf(file: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(file), async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) {
      bytes += piece.length;
      hash.update(piece);
    }
  });
  return { sha256: hash.digest('hex'), bytes };
}
