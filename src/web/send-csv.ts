import type { Response } from 'express';
import { sendPieces } from './send-pieces.js';

/** Sends lines of CSV as a file to save, as they come. */
export async function sendCsv(res: Response, lines: AsyncIterable<string>, fileName: string): Promise<void> {
  await sendPieces(res, lines, { fileName, type: 'text/csv; charset=utf-8' });
}
