import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** A file to save. */
export interface FileToSend {
  readonly fileName: string;
  /** Media type. */
  readonly type: string;
  /** Bytes, where they are known. */
  readonly size?: number | null;
}

/**
 * Sends a file to save, piece by piece as it comes. The first piece is waited for before anything is sent, so that what
 * fails at the beginning still gets a proper answer.
 */
export async function sendPieces(
  res: Response,
  content: AsyncIterable<string | Buffer>,
  { fileName, type, size }: FileToSend,
): Promise<void> {
  const pieces = content[Symbol.asyncIterator]();
  const first = await pieces.next();
  res.status(200);
  res.set({
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${fileName}"`,
    'Cache-Control': 'private, no-store',
    ...(size !== undefined && size !== null && { 'Content-Length': String(size) }),
  });
  await pipeline(Readable.from(withFirst(first, pieces)), res);
}

async function* withFirst(
  first: IteratorResult<string | Buffer>,
  rest: AsyncIterator<string | Buffer>,
): AsyncGenerator<string | Buffer> {
  try {
    for (let piece = first; piece.done !== true; piece = await rest.next()) yield piece.value;
  } finally {
    // Also when the reader went away half-way: whoever makes the pieces may have something to finish.
    await rest.return?.();
  }
}
