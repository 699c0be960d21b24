import { Schema } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import type { Attachment } from './attachment.js';

export interface AttachmentRecord {
  _id: string;
  name: string;
  size: number;
  type: string;
  hash: string;
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
    hash: { type: String, required: true },
    owner: { type: String, required: true },
    request: { type: String, default: null },
    storedAt: { type: Date, required: true },
  },
  { collection: 'attachments', versionKey: false },
);
attachmentSchema.index({ organization: 1, request: 1, storedAt: 1 });
attachmentSchema.index({ organization: 1, hash: 1, storedAt: -1 });

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
