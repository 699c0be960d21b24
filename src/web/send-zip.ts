import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { zipArchive, type ArchivedFile } from '../platform/archive/index.js';

/** Sends files as one ZIP to save, made as it goes. One that fails half-way is cut off, and shows as incomplete. */
export async function sendZip(res: Response, files: readonly ArchivedFile[], fileName: string): Promise<void> {
  res.status(200);
  res.set({
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="${fileName}"`,
    'Cache-Control': 'private, no-store',
  });
  await pipeline(zipArchive(files), res);
}

/** `personal-data_20251112-060000.zip` */
export function archiveName(now: Date): string {
  return `personal-data_${now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}.zip`;
}
