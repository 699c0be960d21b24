/** Kinds of messages. Their names are also the keys under which a person switches the mails of a kind off. */
export const MESSAGE_TYPES = [
  'request_raised',
  'request_proposed',
  'request_approved',
  'request_rejected',
  'request_withdrawn',
  'request_reassigned',
  'requests_reminded',
  'requests_escalated',
  'requests_unassigned',
  'requests_decided',
  'absence',
  'award',
  'bonus',
  'adjustment',
  'registration_received',
] as const;

/** Kinds about the safety of one's own account: their mails cannot be switched off. */
export const ALWAYS_MAILED = ['password_changed', 'token_reuse'] as const;

export type MessageType = (typeof MESSAGE_TYPES)[number] | (typeof ALWAYS_MAILED)[number];

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
