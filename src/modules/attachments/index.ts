export {
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS,
  type Attachment,
  type ContentUse,
  type ReadableAttachment,
  type TemporaryFile,
} from './attachment.js';
export type { AttachmentsModule } from './attachments.module.js';
export { removeUnclaimedEverywhere, UNCLAIMED_JOB } from './unclaimed-attachments.js';
export { createAttachments, type AttachmentsDependencies } from './create-attachments.js';
