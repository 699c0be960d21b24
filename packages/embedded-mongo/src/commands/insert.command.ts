import { insertDocument } from '../store/document-store.js';
import { decode } from '../values/codec.js';
import type { WriteCommand } from './command.js';
import { assertWritableInTransaction } from './collection-kinds.js';
import { findOrCreateCollection } from './find-target.js';
import { insertedDocument } from './new-document.js';
import { statementsOf } from './statement-options.js';
import { runStatements, withErrors } from './write-errors.js';

const INSERTED = { n: 1, nModified: 0 };

/** https://www.mongodb.com/docs/manual/reference/command/insert/ */
export const insert: WriteCommand = {
  name: 'insert',
  kind: 'write',
  transactional: true,
  retryable: true,
  options: ['documents', 'ordered', 'stmtId', 'stmtIds'],
  ignored: ['bypassDocumentValidation'],
  unsupported: ['encryptionInformation'],
  run: (unit, request) => {
    const { database } = request;
    const name = request.arguments.collection();
    const { n, errors } = runStatements(request, statementsOf(request, 'documents'), (raw) => {
      const { doc, bytes } = insertedDocument(decode(raw), raw);
      const collection = findOrCreateCollection(unit, database, name);
      assertWritableInTransaction(collection, request.inTransaction);
      insertDocument(unit, collection, doc, bytes);
      return INSERTED;
    });
    return withErrors({ n, ok: 1 }, errors);
  },
};
