import { stat } from 'node:fs/promises';
import type { Clock } from '../../kernel/clock.js';
import { NotFound, ruleBroken } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { MAX_ATTACHMENTS, type Attachment } from './attachment.js';
import { attachmentSchema, toAttachment, type AttachmentRecord } from './attachment.model.js';
import type { AttachmentsModule } from './attachments.module.js';
import { contentPath } from '../../platform/uploads/index.js';
import { eraseAttachments } from './erase-attachments.js';
import { storeAttachment } from './store-attachment.js';
import { removeUnclaimed } from './unclaimed-attachments.js';

export interface AttachmentsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** The folder that keeps all files. */
  readonly uploadsDir: string;
}

/** More uses of the same content are not listed. */
const MAX_USES = 20;

export function createAttachments(deps: AttachmentsDependencies): AttachmentsModule {
  const { storage, uploadsDir } = deps;
  const attachments = storage.tenantModel<AttachmentRecord>('Attachment', attachmentSchema.clone());

  async function ofRequests(requestIds: readonly string[]): Promise<Attachment[]> {
    const records = await attachments
      .find({ request: operator({ $in: [...requestIds] }) })
      .sort({ storedAt: 1, _id: 1 })
      .lean<AttachmentRecord[]>();
    return records.map(toAttachment);
  }

  return {
    store: (actor, file) => storeAttachment({ ...deps, attachments }, actor, file),
    async claim(actor, ids, requestId) {
      const wanted = [...new Set(ids)];
      const { modifiedCount } =
        wanted.length > MAX_ATTACHMENTS
          ? { modifiedCount: 0 }
          : await attachments.updateMany(
              { _id: operator({ $in: wanted }), owner: actor.personId, request: null },
              { $set: { request: requestId } },
            );
      if (modifiedCount !== wanted.length) {
        throw ruleBroken(
          'attachment.not_available',
          'attachmentIds',
          `Add at most ${MAX_ATTACHMENTS} files that you uploaded for this request.`,
        );
      }
    },
    async find(id) {
      const record = isId(id) ? await attachments.findOne({ _id: id }).lean<AttachmentRecord>() : null;
      return record === null ? undefined : toAttachment(record);
    },
    async open({ hash, name, type }) {
      if (hash === '') throw new NotFound('attachment.erased', 'The file was erased.');
      const path = contentPath(uploadsDir, hash);
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) throw new NotFound('attachment.content_missing', 'The file is not there any more.');
      return { path, size: found.size, type, name };
    },
    ofRequest: (requestId) => ofRequests([requestId]),
    ofRequests,
    async ofOwner(personId) {
      const records = await attachments.find({ owner: personId }).sort({ _id: 1 }).lean<AttachmentRecord[]>();
      return records.map(toAttachment);
    },
    removeUnclaimed: () => removeUnclaimed({ ...deps, attachments }),
    erase: (ids) => eraseAttachments({ uploadsDir, attachments }, ids),
    async sameContent(given, exceptRequestId) {
      const hashes = given.filter((hash) => hash !== '');
      const records = await attachments
        .find({ hash: operator({ $in: [...hashes] }), request: operator({ $nin: [null, exceptRequestId] }) })
        .sort({ storedAt: -1 })
        .limit(MAX_USES)
        .lean<AttachmentRecord[]>();
      return records.flatMap(({ hash, request, owner, storedAt }) =>
        request === null ? [] : [{ hash, requestId: request, personId: owner, storedAt }],
      );
    },
  };
}
