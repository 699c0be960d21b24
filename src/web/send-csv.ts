import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/**
 * Sends lines of CSV as a file to save, as they come. The first piece is waited for before anything is sent, so that
 * what fails at the beginning still gets a proper answer.
 */
export async function sendCsv(res: Response, lines: AsyncIterable<string>, fileName: string): Promise<void> {
  const pieces = lines[Symbol.asyncIterator]();
  const first = await pieces.next();
  res.status(200);
  res.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${fileName}"`,
    'Cache-Control': 'private, no-store',
  });
  await pipeline(Readable.from(withFirst(first, pieces)), res);
}

async function* withFirst(first: IteratorResult<string>, rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    for (let piece = first; piece.done !== true; piece = await rest.next()) yield piece.value;
  } finally {
    // Also when the reader went away half-way: whoever makes the lines may have something to finish.
    await rest.return?.();
  }
}
