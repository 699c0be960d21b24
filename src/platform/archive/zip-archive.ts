import { Readable, type Transform } from 'node:stream';
import { ZipFile } from 'yazl';

/** One file of an archive. Its content is asked for when it is its turn. */
export interface ArchivedFile {
  /** With folders, `/` between them. */
  readonly name: string;
  readonly at: Date;
  content(): AsyncIterable<string | Buffer>;
}

/** The files as one ZIP, made while it is read: one file is open at a time, and none is held in memory. */
export function zipArchive(files: readonly ArchivedFile[]): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Transform;
  zip.on('error', (error: Error) => output.destroy(error));
  for (const file of files) {
    zip.addReadStreamLazy(file.name, { mtime: file.at }, (done) => {
      done(null, Readable.from(file.content(), { objectMode: false }));
    });
  }
  zip.end();
  return output;
}
