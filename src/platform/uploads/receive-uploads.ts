import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Request, Response } from 'express';
import multer from 'multer';
import { newUuid } from '../../kernel/ids.js';
import { uploadError } from './upload-error.js';

/** A file that came in, waiting under a name of our own. Whoever received it calls `discardUploads` afterwards. */
export interface UploadedFile {
  readonly temporaryPath: string;
  /** As the sender calls it. Not to be trusted, never a path on our side. */
  readonly originalName: string;
  /** Bytes. */
  readonly size: number;
}

export interface UploadLimits {
  /** The only form field that may carry files. */
  readonly field: string;
  readonly maxFiles: number;
}

export const MAX_FILE_BYTES = 5 * 1024 * 1024;
/** As much text as an ordinary form may send. */
const MAX_FIELD_BYTES = 32 * 1024;
const MAX_FIELDS = 40;
const MAX_FIELD_NAME = 60;
/** An upload still running after this long has lost its process. */
const ABANDONED_MS = 3_600_000;

function temporaryFolder(uploadsDir: string): string {
  return path.join(uploadsDir, 'tmp');
}

/**
 * Reads a multipart form: texts go to `req.body`, files to a folder of their own under `<uploadsDir>/tmp`. On failure
 * nothing is left there.
 * @throws TooLarge, InvalidInput (a field where none is expected), Unparseable, StorageFull
 */
export async function receiveUploads(
  req: Request,
  res: Response,
  limits: UploadLimits,
  uploadsDir: string,
): Promise<UploadedFile[]> {
  const folder = path.join(temporaryFolder(uploadsDir), newUuid());
  try {
    await mkdir(folder, { recursive: true });
    await parse(req, res, limits, folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw uploadError(error, limits);
  }
  const files = (req.files ?? []) as Express.Multer.File[];
  if (files.length === 0) await rm(folder, { recursive: true, force: true });
  return files.map((file) => ({ temporaryPath: file.path, originalName: file.originalname, size: file.size }));
}

function parse(req: Request, res: Response, limits: UploadLimits, folder: string): Promise<void> {
  const upload = multer({
    // Flushed to disk, since what is acknowledged later must survive a power cut.
    storage: multer.diskStorage({
      destination: (_req, _file, done) => done(null, folder),
      flush: true,
    } as multer.DiskStorageOptions),
    defParamCharset: 'utf8',
    limits: {
      fileSize: MAX_FILE_BYTES,
      files: limits.maxFiles,
      fields: MAX_FIELDS,
      parts: MAX_FIELDS + limits.maxFiles,
      fieldSize: MAX_FIELD_BYTES,
      fieldNameSize: MAX_FIELD_NAME,
      fieldNestingDepth: 0,
    },
  }).array(limits.field, limits.maxFiles);
  return new Promise((resolve, reject) => {
    upload(req, res, (error: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('the form could not be read', { cause: error }));
    });
  });
}

/** Removes what is left of received files; what was moved elsewhere in the meantime stays there. */
export async function discardUploads(files: readonly UploadedFile[]): Promise<void> {
  for (const folder of new Set(files.map((file) => path.dirname(file.temporaryPath)))) {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes uploads whose process was killed; to be called at start. Says how many. */
export async function removeAbandonedUploads(uploadsDir: string, now: Date): Promise<number> {
  const root = temporaryFolder(uploadsDir);
  await mkdir(root, { recursive: true });
  let removed = 0;
  for (const name of await readdir(root)) {
    const folder = path.join(root, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Infinity }));
    if (now.getTime() - mtimeMs < ABANDONED_MS) continue;
    await rm(folder, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}
