import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The longest path a Unix socket may have on Linux and macOS alike. */
const MAX_SOCKET_PATH = 103;

/** A socket path and what removes it. */
export interface SocketPlace {
  readonly path: string;
  remove(): void;
}

/** The given path, or one in a new folder that only this user can enter. Throws RangeError for a path too long. */
export function socketPlace(given: string | undefined): SocketPlace {
  if (given !== undefined) {
    assertLength(given);
    return { path: given, remove: () => rmSync(given, { force: true }) };
  }
  const folder = mkdtempSync(join(tmpdir(), 'emongo-')); // mkdtemp makes it 0700
  const path = join(folder, 'engine.sock');
  assertLength(path);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function assertLength(path: string): void {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    throw new RangeError(`socket path is longer than ${MAX_SOCKET_PATH} bytes: ${path}`);
  }
}
