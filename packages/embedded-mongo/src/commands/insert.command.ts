import { insertDocument } from '../store/document-store.js';
import { decode } from '../values/codec.js';
import type { WriteCommand } from './command.js';
import { findOrCreateCollection } from './find-target.js';
import { insertedDocument } from './new-document.js';
import { statementsOf } from './statement-options.js';
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
  run: (unit, request) => {
    const { arguments: args, database, inTransaction } = request;
    const name = args.collection();
    const ordered = args.get('ordered') === undefined || args.flag('ordered') || inTransaction;
    let n = 0;
    const errors = runStatements(statementsOf(request, 'documents'), ordered, (raw) => {
      const { doc, bytes } = insertedDocument(decode(raw), raw);
      insertDocument(unit, findOrCreateCollection(unit, database, name), doc, bytes);
      n += 1;
    });
    return withErrors({ n, ok: 1 }, errors);
  },
};
