/** Kinds of messages. Their names are also the keys under which a person switches the mails of a kind off. */
export const MESSAGE_TYPES = [
  'request_raised',
  'request_proposed',
  'request_approved',
  'request_rejected',
  'request_withdrawn',
  'requests_decided',
  'award',
  'bonus',
  'adjustment',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** One message in the app: what happened, for one person. */
export interface Notification {
  readonly id: string;
  readonly type: MessageType;
  /** One sentence. */
  readonly text: string;
  /** The page that shows what it is about. */
  readonly href: string | null;
  readonly at: Date;
  readonly readAt: Date | null;
}
