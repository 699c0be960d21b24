import type { PersonActor } from '../../kernel/actor.js';
import type { Attachment, ContentUse, ReadableAttachment, TemporaryFile } from './attachment.js';

/** Evidence files. Who may read one is for the requests module to say. */
export interface AttachmentsModule {
  /**
   * Checks and keeps an uploaded file, as the actor's own and not yet part of a request.
   * @throws UnsupportedType, TooLarge, RuleBroken (empty), each at the field `file`; StorageFull
   */
  store(actor: PersonActor, file: TemporaryFile): Promise<Attachment>;
  /**
   * Makes the actor's own files evidence of a request. Joins the caller's transaction.
   * @throws RuleBroken `attachment.not_available` at `attachmentIds` for files of others, used ones, and more than 3
   */
  claim(actor: PersonActor, ids: readonly string[], requestId: string): Promise<void>;
  find(id: string): Promise<Attachment | undefined>;
  open(attachment: Attachment): Promise<ReadableAttachment>;
  ofRequest(requestId: string): Promise<Attachment[]>;
  /** Of many requests at once, in the order of storing. */
  ofRequests(requestIds: readonly string[]): Promise<Attachment[]>;
  /**
   * Removes files that were stored more than a day ago and that no request ever claimed, and says how many. One that is
   * being claimed at this moment stays, or its claim is refused. Can be interrupted and done again.
   */
  removeUnclaimed(): Promise<number>;
  /** Everything that somebody uploaded, in the order of storing. */
  ofOwner(personId: string): Promise<Attachment[]>;
  /**
   * Takes names and contents away for good; content that another file of anybody also has stays for that one. Can be
   * interrupted and done again. How many had something to take.
   */
  erase(ids: readonly string[]): Promise<number>;
  /** Other requests that show the same content, newest first, at most 20. */
  sameContent(hashes: readonly string[], exceptRequestId: string): Promise<ContentUse[]>;
}
