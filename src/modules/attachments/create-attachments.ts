import type { Clock } from '../../kernel/clock.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { AttachmentsModule } from './attachments.module.js';

export interface AttachmentsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** The folder that keeps all files. */
  readonly uploadsDir: string;
}

export declare function createAttachments(deps: AttachmentsDependencies): AttachmentsModule;
