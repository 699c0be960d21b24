/** Names of the events that browsers get. All of them, so that pages can listen to those that are still to come. */
export const LIVE_EVENT_NAMES = [
  'request_raised',
  'request_decided',
  'request_reassigned',
  'points_updated',
  'award_received',
  'leaderboard_update',
  'notification',
  'import_progress',
  'export_progress',
  'bonus_progress',
] as const;
export type LiveEventName = (typeof LIVE_EVENT_NAMES)[number];

/** Something that concerns one person, at its place in the order of everything that concerns this person. */
export interface LiveItem {
  readonly personId: string;
  /** 1, 2, 3 ... without a gap per person, in the order of commit. */
  readonly sequence: number;
  /** Opaque to clients; `LivePage.cursor` and `since` speak of the same. */
  readonly cursor: string;
  readonly name: LiveEventName;
  /** Ids and states; in a `notification` also its sentence. Goes to the person alone. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** What a client missed. */
export interface LivePage {
  readonly items: readonly Omit<LiveItem, 'personId' | 'sequence'>[];
  /** Where to go on. */
  readonly cursor: string;
  /** True when there is more right now. */
  readonly more: boolean;
  /** True when the cursor is unknown or older than what is kept: show everything anew. */
  readonly reset: boolean;
}
