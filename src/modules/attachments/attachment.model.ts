import { Schema } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import type { Attachment } from './attachment.js';

export interface AttachmentRecord {
  _id: string;
  name: string;
  size: number;
  type: string;
  /** SHA-256 of the content; empty where the content was erased. */
  hash: string;
  /** While it is being erased: the content that still has to go. */
  erasing?: string;
  owner: string;
  request: string | null;
  storedAt: Date;
}

export const attachmentSchema = new Schema<AttachmentRecord>(
  {
    _id: { type: String, default: () => newId() },
    name: { type: String, required: true },
    size: { type: Number, required: true },
    type: { type: String, required: true },
    hash: { type: String, default: '' },
    erasing: { type: String },
    owner: { type: String, required: true },
    request: { type: String, default: null },
    storedAt: { type: Date, required: true },
  },
  { collection: 'attachments', versionKey: false },
);
attachmentSchema.index({ organization: 1, request: 1, storedAt: 1 });
attachmentSchema.index({ organization: 1, hash: 1, storedAt: -1 });
attachmentSchema.index({ organization: 1, owner: 1, _id: 1 });
// Content is kept once for all organizations; an erasure asks whether anybody still has it.
attachmentSchema.index({ hash: 1 });

export function toAttachment(record: AttachmentRecord): Attachment {
  return {
    id: record._id,
    name: record.name,
    size: record.size,
    type: record.type,
    hash: record.hash,
    ownerId: record.owner,
    requestId: record.request,
    storedAt: record.storedAt,
  };
}
