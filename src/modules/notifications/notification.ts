/** Kinds of messages. Their names are also the keys under which a person chooses how a kind comes. */
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
  'bonus_analysis',
  'announcement',
  'adjustment',
  'registration_received',
] as const;

/** About the safety of one's own account and of the books: they cannot be switched off, neither in the app nor by mail. */
export const ALWAYS_MAILED = ['password_changed', 'token_reuse', 'books_differ'] as const;
export type AlwaysMailed = (typeof ALWAYS_MAILED)[number];

export type MessageType = (typeof MESSAGE_TYPES)[number] | AlwaysMailed;

export function isAlwaysTold(kind: string): boolean {
  const always: readonly string[] = ALWAYS_MAILED;
  return always.includes(kind);
}

/** Which messages are meant; all that are given must hold. */
export interface NotificationFilter {
  readonly unread?: true | undefined;
  readonly type?: MessageType | undefined;
}

/** What the bell shows. */
export interface Bell {
  /** Counted up to 100, where it is shown as more than 99. */
  readonly unread: number;
  readonly newest: readonly Notification[];
}

/** One message in the app: what happened, for one person. */
export interface Notification {
  readonly id: string;
  readonly type: MessageType;
  /** One sentence, as it was told. */
  readonly text: string;
  /** BCP 47 tag of the sentence. */
  readonly language: string;
  /** The page that shows what it is about. */
  readonly href: string | null;
  readonly at: Date;
  readonly readAt: Date | null;
}
