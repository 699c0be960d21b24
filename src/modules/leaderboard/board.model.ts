import { Schema, type Model } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import type { Storage } from '../../platform/storage/index.js';
import type { BoardClass, BoardScore } from './board.js';
import type { BoardPeriod } from './board-scope.js';

/** What boards know of one person in one period, or of one category in it. */
export interface BoardRow extends Omit<BoardScore, 'personId'> {
  readonly person: string;
  readonly period: BoardPeriod;
  /** The places (place-key.ts) among those of whom boards show something today; null for whoever has left. */
  readonly regularKey: string | null;
  readonly bonusKey: string | null;
}

/** Never deleted, so that changes are seen. */
export interface BoardRecord extends BoardRow {
  readonly _id: string;
  /** The organization's board version that brought this score. */
  readonly version: number;
}

export type KeyField = 'regularKey' | 'bonusKey';
export const KEY_FIELDS: Readonly<Record<BoardClass, KeyField>> = { regular: 'regularKey', bonus: 'bonusKey' };

const text = { type: String, default: '' };

export const boardSchema = new Schema<BoardRecord>(
  {
    _id: { type: String, default: () => newId() },
    person: { type: String, required: true },
    period: { type: String, required: true },
    name: text,
    department: text,
    grade: text,
    optedOut: { type: Boolean, required: true },
    active: { type: Boolean, required: true },
    exitDate: { type: String, default: null },
    regular: { type: Number, required: true },
    bonus: { type: Number, required: true },
    regularKey: { type: String, default: null },
    bonusKey: { type: String, default: null },
    version: { type: Number, required: true },
  },
  { collection: 'boards', versionKey: false },
);
boardSchema.index({ organization: 1, person: 1, period: 1 }, { unique: true });
boardSchema.index({ organization: 1, period: 1, version: 1 });
boardSchema.index({ organization: 1, exitDate: 1 });
for (const key of Object.values(KEY_FIELDS)) {
  boardSchema.index({ organization: 1, period: 1, [key]: 1 });
  boardSchema.index({ organization: 1, period: 1, department: 1, [key]: 1 });
  boardSchema.index({ organization: 1, period: 1, grade: 1, [key]: 1 });
  boardSchema.index({ organization: 1, period: 1, department: 1, grade: 1, [key]: 1 });
}

/** How many stand in each section of a list of places, so that a rank and the start of a page are found without counting. */
export interface TallyRecord {
  readonly _id: string;
  readonly period: BoardPeriod;
  readonly class: BoardClass;
  /** See board-scope.ts. */
  readonly scope: string;
  /** The first key of each section; the first of all is the empty text. */
  readonly from: readonly string[];
  readonly counts: readonly number[];
  /** Of the people with points. */
  readonly participants: number;
  readonly sum: Points;
  readonly version: number;
}

export const tallySchema = new Schema<TallyRecord>(
  {
    _id: { type: String, default: () => newId() },
    period: { type: String, required: true },
    class: { type: String, required: true },
    scope: { type: String, required: true },
    // Plain values: casting a thousand of them would cost more than all else.
    from: { type: Schema.Types.Mixed, required: true },
    counts: { type: Schema.Types.Mixed, required: true },
    participants: { type: Number, required: true },
    sum: { type: Number, required: true },
    version: { type: Number, required: true },
  },
  { collection: 'board_tallies', versionKey: false },
);
tallySchema.index({ organization: 1, period: 1, class: 1, scope: 1 }, { unique: true });

/** What everybody together has in a period, people who have left included. */
export interface BoardSumRecord {
  readonly _id: string;
  readonly period: BoardPeriod;
  readonly regular: Points;
  readonly bonus: Points;
}

export const boardSumSchema = new Schema<BoardSumRecord>(
  {
    _id: { type: String, default: () => newId() },
    period: { type: String, required: true },
    regular: { type: Number, required: true },
    bonus: { type: Number, required: true },
  },
  { collection: 'board_sums', versionKey: false },
);
boardSumSchema.index({ organization: 1, period: 1 }, { unique: true });

/** Counts the changes to an organization's boards. Every writer raises it first, so changes come one after the other. */
export interface BoardVersionRecord {
  readonly _id: string;
  readonly version: number;
  /** Whose exit date lies before this day has left. */
  readonly day: LocalDate | null;
  /**
   * Periods in which every active person has a row, also without points, and categories of periods in which whoever has
   * points of the category has one; those not in `complete` are being filled.
   */
  readonly filled: readonly BoardPeriod[];
  readonly complete: readonly BoardPeriod[];
  /** How the rows are laid out; absent where an earlier version of the program wrote them. */
  readonly layout?: number;
}

/** Rows have places, and sums are carried along. */
export const LAYOUT = 1;

export const boardVersionSchema = new Schema<BoardVersionRecord>(
  {
    _id: { type: String, default: () => newId() },
    version: { type: Number, required: true },
    day: { type: String, default: null },
    filled: { type: [String], default: [] },
    complete: { type: [String], default: [] },
    layout: { type: Number },
  },
  { collection: 'board_versions', versionKey: false },
);
boardVersionSchema.index({ organization: 1 }, { unique: true });

export interface BoardModels {
  readonly boards: Model<BoardRecord>;
  readonly tallies: Model<TallyRecord>;
  readonly sums: Model<BoardSumRecord>;
  readonly versions: Model<BoardVersionRecord>;
}

export function registerBoardModels(storage: Storage): BoardModels {
  return {
    boards: storage.tenantModel<BoardRecord>('BoardScore', boardSchema.clone()),
    tallies: storage.tenantModel<TallyRecord>('BoardTally', tallySchema.clone()),
    sums: storage.tenantModel<BoardSumRecord>('BoardSum', boardSumSchema.clone()),
    versions: storage.tenantModel<BoardVersionRecord>('BoardVersion', boardVersionSchema.clone()),
  };
}

/** Rows and their places as they would be stored for a score on a day. */
export function toRow(
  { personId, ...score }: BoardScore,
  period: BoardPeriod,
  day: LocalDate,
  key: PlaceKeys,
): BoardRow {
  const here = score.active && (score.exitDate === null || score.exitDate >= day);
  return {
    ...score,
    person: personId,
    period,
    regularKey: here ? key(score.regular, personId) : null,
    bonusKey: here ? key(score.bonus, personId) : null,
  };
}
type PlaceKeys = (points: Points, personId: string) => string;

export function toScore(record: BoardRow): BoardScore {
  return {
    personId: record.person,
    name: record.name,
    department: record.department,
    grade: record.grade,
    optedOut: record.optedOut,
    active: record.active,
    exitDate: record.exitDate,
    regular: record.regular,
    bonus: record.bonus,
  };
}
