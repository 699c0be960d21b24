import { Readable, type Transform } from 'node:stream';
import { ZipFile } from 'yazl';

/** One file of an archive. Its content is asked for when it is its turn. */
export interface ArchivedFile {
  /** With folders, `/` between them. */
  readonly name: string;
  readonly at: Date;
  content(): AsyncIterable<string | Buffer>;
}

/**
 * The files as one ZIP, made while it is read: one file is open at a time, and none is held in memory. The next file is
 * asked for once the one before has ended, so that which files there are may follow from those before.
 */
export function zipArchive(files: Iterable<ArchivedFile> | AsyncIterable<ArchivedFile>): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Transform;
  zip.on('error', (error: Error) => output.destroy(error));
  addInTurn(zip, files, output).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return output;
}

async function addInTurn(
  zip: ZipFile,
  files: Iterable<ArchivedFile> | AsyncIterable<ArchivedFile>,
  output: Transform,
): Promise<void> {
  let open: Readable | undefined;
  // Nobody reads any more: what is open ends, and with it whatever makes its content.
  output.once('close', () => open?.destroy());
  for await (const file of files) {
    if (output.destroyed) return;
    await new Promise<void>((resolve, reject) => {
      zip.addReadStreamLazy(file.name, { mtime: file.at }, (done) => {
        open = Readable.from(file.content(), { objectMode: false });
        open.once('error', reject).once('close', resolve);
        done(null, open);
      });
    });
  }
  zip.end();
}
