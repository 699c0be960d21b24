/** At most so many files belong to one request. */
export const MAX_ATTACHMENTS = 3;

/** At most so many bytes each: 5 MB. */
export const MAX_ATTACHMENT_BYTES = 5 * 1024 * 1024;

/** A stored piece of evidence. Its content is kept once, under its hash, however often it was uploaded. */
export interface Attachment {
  readonly id: string;
  /** The file's own name, cleaned, with an extension that fits its content. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Media type as found in the content, never as claimed by the sender. */
  readonly type: string;
  /** SHA-256 of the content, hexadecimal. */
  readonly hash: string;
  readonly ownerId: string;
  /** The request it proves; null while it is only uploaded. */
  readonly requestId: string | null;
  readonly storedAt: Date;
}

/** Where an uploaded file waits; whoever received it removes what is left there. */
export interface TemporaryFile {
  readonly temporaryPath: string;
  readonly originalName: string;
  readonly size: number;
}

/** What is needed to send a file to a reader. */
export interface ReadableAttachment {
  readonly path: string;
  readonly size: number;
  readonly type: string;
  readonly name: string;
}

export interface ContentUse {
  readonly hash: string;
  readonly requestId: string;
  readonly personId: string;
  readonly storedAt: Date;
}
