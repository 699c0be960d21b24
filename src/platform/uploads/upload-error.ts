import { MulterError } from 'multer';
import { InvalidInput, StorageFull, TooLarge, Unparseable, type AppError } from '../../kernel/errors.js';
import type { UploadLimits } from './receive-uploads.js';

const FULL: readonly string[] = ['ENOSPC', 'EDQUOT'];

/** True when the file system has no room left. */
export function isStorageFull(error: unknown): boolean {
  return typeof error === 'object' && error !== null && FULL.includes(String((error as { code?: unknown }).code));
}

export function storageFull(cause: unknown): StorageFull {
  return new StorageFull('upload.storage_full', 'There is no room left to store files. Please tell an administrator.', {
    cause,
  });
}

/** What went wrong with a multipart form, in the words of the product. Unknown failures come back as they were. */
export function uploadError(error: unknown, limits: UploadLimits): unknown {
  if (isStorageFull(error)) return storageFull(error);
  if (error instanceof MulterError) return multerError(error, limits);
  const isSystemError = typeof (error as { code?: unknown } | null)?.code === 'string';
  // Everything else that busboy and multer throw is about a form that is cut short or malformed.
  if (error instanceof Error && !isSystemError) {
    return new Unparseable('upload.unreadable', 'The form arrived incomplete or is malformed.', { cause: error });
  }
  return error;
}

function multerError(error: MulterError, { field, maxFiles }: UploadLimits): AppError {
  const code: string = error.code;
  switch (code) {
    case 'LIMIT_FILE_SIZE':
      return tooLarge(field, 'A file may have at most 5 MB.');
    case 'LIMIT_FILE_COUNT':
      return tooLarge(field, maxFiles === 1 ? 'Send one file at a time.' : `At most ${maxFiles} files.`);
    case 'LIMIT_UNEXPECTED_FILE':
      // multer also says so when the right field carries too many files.
      return error.field === field
        ? tooLarge(field, maxFiles === 1 ? 'Send one file at a time.' : `At most ${maxFiles} files.`)
        : new InvalidInput([{ path: error.field ?? field, message: 'Files are not accepted in this field.' }]);
    case 'LIMIT_FIELD_VALUE':
      return tooLarge(error.field ?? field, 'This is too long.');
    case 'LIMIT_FIELD_COUNT':
    case 'LIMIT_PART_COUNT':
      return new TooLarge('upload.too_many_fields', 'The form has too many fields.');
    case 'STREAM_DESTROYED':
      return new Unparseable('upload.unreadable', 'The form arrived incomplete.', { cause: error });
    default:
      return new Unparseable('upload.unreadable', 'The form has a field that cannot be read.', { cause: error });
  }
}

function tooLarge(path: string, message: string): TooLarge {
  return new TooLarge('upload.too_large', message, { errors: [{ path, message }] });
}
