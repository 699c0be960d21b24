import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Model } from 'mongoose';
import type { PersonActor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import { contentPath, isStorageFull, keepContent, storageFull } from '../../platform/uploads/index.js';
import { toAttachment, type AttachmentRecord } from './attachment.model.js';
import type { Attachment, TemporaryFile } from './attachment.js';
import { evidenceType } from './evidence-type.js';
import { cleanFileName } from './file-name.js';

export interface StoreDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly uploadsDir: string;
  readonly attachments: Model<AttachmentRecord>;
}

/**
 * Checks a file and keeps it. The record comes first and goes again if the content cannot be kept, so there is never
 * content that no record names; nobody knows the record's id until both are there.
 */
export async function storeAttachment(
  deps: StoreDependencies,
  actor: PersonActor,
  file: TemporaryFile,
): Promise<Attachment> {
  // At most 5 MB, so it is read at once.
  const content = await readFile(file.temporaryPath);
  const { type, extension } = await evidenceType(content, file.originalName);
  const storedAt = deps.clock.now();
  const record: AttachmentRecord = {
    _id: newId(storedAt),
    name: cleanFileName(file.originalName, extension),
    size: content.length,
    type,
    hash: createHash('sha256').update(content).digest('hex'),
    owner: actor.personId,
    request: null,
    storedAt,
  };
  try {
    await mkdir(path.dirname(contentPath(deps.uploadsDir, record.hash)), { recursive: true });
    await storeRecord(deps, actor, record);
    await keepContent(deps.uploadsDir, record.hash, file.temporaryPath);
  } catch (error) {
    await deps.attachments.deleteOne({ _id: record._id });
    throw isStorageFull(error) ? storageFull(error) : error;
  }
  return toAttachment(record);
}

async function storeRecord(
  { storage, outbox, attachments }: StoreDependencies,
  actor: PersonActor,
  record: AttachmentRecord,
) {
  await storage.run(async () => {
    await attachments.insertMany([{ ...record }]);
    await outbox.record(actor, {
      type: 'attachment.stored',
      subject: { type: 'attachment', id: record._id },
      data: { name: record.name, size: record.size, type: record.type },
    });
  });
}
