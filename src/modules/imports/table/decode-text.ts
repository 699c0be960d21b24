import { InvalidInput } from '../../../kernel/errors.js';

/** A file as a whole that cannot be read; nothing of it is stored. */
export function unreadable(message: string): InvalidInput {
  return new InvalidInput([{ path: 'file', message }], message, 'import.unreadable');
}

/**
 * Bytes from 0x80 to 0x9F are letters in some encodings and signs in others. Only those that are the same quotes, dashes
 * and dots wherever Latin-1 is written on Windows are taken for text; others mean an encoding that we would mangle.
 */
const WINDOWS_SIGNS = new Set([0x80, 0x82, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99]);

/**
 * The text of a file in UTF-8, UTF-16 with byte order mark, or Latin-1 (Windows-1252). Whatever could only be guessed is
 * refused, so that names are never mangled.
 * @throws InvalidInput at `file`
 */
export function decodeText(bytes: Uint8Array): string {
  const text = decode(bytes);
  if (text.includes('\0')) throw unreadable('The file contains NUL characters: it is not a CSV text file.');
  return text;
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return strictly('utf-16le', bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return strictly('utf-16be', bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    if (bytes.some((byte) => byte >= 0x80 && byte <= 0x9f && !WINDOWS_SIGNS.has(byte))) {
      throw unreadable('The encoding of the file is not known. Save it as "CSV UTF-8" and upload it again.');
    }
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function strictly(encoding: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('The file says it is UTF-16, but is damaged. Save it as "CSV UTF-8" and upload it again.');
  }
}
