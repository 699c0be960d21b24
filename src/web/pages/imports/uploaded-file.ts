import { ruleBroken } from '../../../kernel/errors.js';
import type { Import } from '../../../modules/imports/index.js';
import type { UploadedFile } from '../../../platform/uploads/index.js';
import { paths } from '../../paths.js';
import type { Flash } from '../../route.js';
import { sendCsv } from '../../send-csv.js';

/** No new import is that far when its file has just come. */
const KNOWN: readonly Import['status'][] = ['running', 'completed'];
const RECOGNISED: Flash = {
  kind: 'info',
  text: 'The same content was uploaded before. This is that import; nothing is imported twice.',
};

/** The file of an upload, for the imports. @throws RuleBroken at `file` where none came */
export function uploadedFile([file]: readonly UploadedFile[]): { readonly path: string; readonly name: string } {
  if (file === undefined) throw ruleBroken('import.file_missing', 'file', 'Choose a CSV file.');
  return { path: file.temporaryPath, name: file.originalName };
}

/** Where a browser goes after an upload. */
export function afterUpload({ import: { id, status } }: { readonly import: Import }): { to: string; flash?: Flash } {
  return {
    to: status === 'mapping' ? paths.imports.mapping(id) : paths.imports.one(id),
    ...(KNOWN.includes(status) && { flash: RECOGNISED }),
  };
}

/** Sends an empty file of a kind to be filled in. */
export function sendTemplate(res: Parameters<typeof sendCsv>[0], text: string, kind: Import['kind']): Promise<void> {
  return sendCsv(res, once(text), `${kind}-template.csv`);
}

async function* once(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}
