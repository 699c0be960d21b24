import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';

/** A file that is being written, and can be read while it is. */
export interface GrowingFile {
  /** What was written so far. */
  readonly bytes: number;
  write(piece: string | Buffer): Promise<void>;
  /** Nothing more comes; with an error it is not whole. @throws where the last of it could not be written */
  end(error?: Error): Promise<void>;
  /**
   * Opened at once; in pieces from the beginning to the end, waiting where nothing more is written yet. Throws the error
   * that it ended with.
   */
  read(): Promise<AsyncGenerator<Buffer, void>>;
}

const PIECE = 65_536;

/** Creates the file, readable by this process's user only. @throws the system's error, as where the disk is full */
export async function createGrowingFile(file: string): Promise<GrowingFile> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const writing = await open(file, 'wx', 0o600);
  let bytes = 0;
  let finished = false;
  let failure: Error | undefined;
  let wake: () => void = () => undefined;
  let moved = new Promise<void>((resolve) => (wake = resolve));

  function tellReaders(): void {
    wake();
    moved = new Promise<void>((resolve) => (wake = resolve));
  }

  async function* follow(reading: Awaited<ReturnType<typeof open>>): AsyncGenerator<Buffer, void> {
    let at = 0;
    try {
      for (;;) {
        // Looked at before reading: what is written until it is true is read by then.
        const [last, next] = [finished, moved];
        const { buffer, bytesRead } = await reading.read(Buffer.allocUnsafe(PIECE), 0, PIECE, at);
        if (bytesRead > 0) {
          at += bytesRead;
          yield buffer.subarray(0, bytesRead);
        } else if (last) {
          if (failure !== undefined) throw failure;
          return;
        } else {
          await next;
        }
      }
    } finally {
      await reading.close();
    }
  }

  return {
    get bytes() {
      return bytes;
    },
    async write(piece) {
      const content = typeof piece === 'string' ? Buffer.from(piece) : piece;
      await writing.appendFile(content);
      bytes += content.length;
      tellReaders();
    },
    async end(error) {
      if (finished) return;
      failure = error;
      finished = true;
      await writing.close().catch((problem: unknown) => {
        failure ??= problem instanceof Error ? problem : new Error(String(problem));
      });
      tellReaders();
      if (error === undefined && failure !== undefined) throw failure;
    },
    async read() {
      return follow(await open(file, 'r'));
    },
  };
}

/** Removes a file where there is one. */
export function removeFile(file: string): Promise<void> {
  return rm(file, { force: true });
}
