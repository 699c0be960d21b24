import { insertDocument } from '../store/document-store.js';
import { decode } from '../values/codec.js';
import type { WriteCommand } from './command.js';
import { findOrCreateCollection } from './find-target.js';
import { completeDocument } from './new-document.js';
import { runStatements, withErrors } from './write-errors.js';

/** https://www.mongodb.com/docs/manual/reference/command/insert/ */
export const insert: WriteCommand = {
  name: 'insert',
  kind: 'write',
  transactional: true,
  retryable: true,
  options: ['documents', 'ordered'],
  ignored: ['bypassDocumentValidation'],
  unsupported: ['encryptionInformation'],
  run: (unit, { arguments: args, database, sequences, inTransaction }) => {
    const name = args.collection();
    const ordered = args.get('ordered') === undefined || args.flag('ordered') || inTransaction;
    let n = 0;
    const errors = runStatements(sequences.get('documents') ?? [], ordered, (raw) => {
      const { doc, bytes } = completeDocument(decode(raw), raw);
      insertDocument(unit, findOrCreateCollection(unit, database, name), doc, bytes);
      n += 1;
    });
    return withErrors({ n, ok: 1 }, errors);
  },
};
