import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';

/** Where content with a hash lies: `<uploadsDir>/ab/abcdef...`. */
export function contentPath(uploadsDir: string, hash: string): string {
  return path.join(uploadsDir, hash.slice(0, 2), hash);
}

/**
 * Moves a file to its lasting place in one step: a reader finds all of it or nothing. The same content may be kept again
 * and again; it stays one file.
 */
export async function keepContent(uploadsDir: string, hash: string, temporaryPath: string): Promise<void> {
  const target = contentPath(uploadsDir, hash);
  await mkdir(path.dirname(target), { recursive: true });
  await rename(temporaryPath, target);
  // The new name must survive a power cut like the content, which was flushed when it came in.
  const folder = await open(path.dirname(target), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
