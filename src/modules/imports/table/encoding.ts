import { createReadStream } from 'node:fs';
import { unreadable } from './unreadable.js';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * Bytes from 0x80 to 0x9F are letters in some encodings and signs in others. Only those that are the same quotes, dashes
 * and dots wherever Latin-1 is written on Windows are taken for text; others mean an encoding that we would mangle.
 */
const WINDOWS_SIGNS = new Set([0x80, 0x82, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99]);

/**
 * The encoding of a file: UTF-8, UTF-16 with byte order mark, or Latin-1 (Windows-1252). Whatever could only be guessed is
 * refused, so that names are never mangled. Reads the file once, a piece at a time.
 * @throws InvalidInput at `file`
 */
export async function findEncoding(path: string): Promise<Encoding> {
  const marked = await markedEncoding(path);
  if (marked !== undefined) {
    if (await decodes(path, marked)) return marked;
    throw unreadable('The file says it is UTF-16, but is damaged. Save it as "CSV UTF-8" and upload it again.');
  }
  if (await decodes(path, 'utf-8')) return 'utf-8';
  for await (const bytes of pieces(path)) {
    if (bytes.some((byte) => byte >= 0x80 && byte <= 0x9f && !WINDOWS_SIGNS.has(byte))) {
      throw unreadable('The encoding of the file is not known. Save it as "CSV UTF-8" and upload it again.');
    }
    assertText(bytes.includes(0));
  }
  return 'windows-1252';
}

/** The text of a file, a piece at a time, without its byte order mark. */
export async function* textOf(path: string, encoding: Encoding): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of pieces(path)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

async function markedEncoding(path: string): Promise<Encoding | undefined> {
  for await (const bytes of createReadStream(path, { end: 1 }) as AsyncIterable<Buffer>) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  }
  return undefined;
}

async function decodes(path: string, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decoded = (bytes?: Buffer): string | undefined => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      return undefined;
    }
  };
  for await (const bytes of pieces(path)) {
    const text = decoded(bytes);
    if (text === undefined) return false;
    assertText(text.includes('\0'));
  }
  return decoded() !== undefined;
}

function pieces(path: string): AsyncIterable<Buffer> {
  return createReadStream(path);
}

function assertText(hasNul: boolean): void {
  if (hasNul) throw unreadable('The file contains NUL characters: it is not a CSV text file.');
}
