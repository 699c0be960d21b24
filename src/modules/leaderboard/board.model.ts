import { Schema, type Model } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Storage } from '../../platform/storage/index.js';
import type { BoardScore } from './board.js';

/** One person's score in one period, with what boards show and filter by. Never deleted, so that changes are seen. */
export interface BoardRecord extends Omit<BoardScore, 'personId'> {
  _id: string;
  person: string;
  period: PeriodKey;
  /** The organization's board version that brought this score. */
  version: number;
}

export const boardSchema = new Schema<BoardRecord>(
  {
    _id: { type: String, default: () => newId() },
    person: { type: String, required: true },
    period: { type: String, required: true },
    name: { type: String, default: '' },
    department: { type: String, default: '' },
    grade: { type: String, default: '' },
    optedOut: { type: Boolean, required: true },
    active: { type: Boolean, required: true },
    exitDate: { type: String, default: null },
    regular: { type: Number, required: true },
    bonus: { type: Number, required: true },
    version: { type: Number, required: true },
  },
  { collection: 'boards', versionKey: false },
);
boardSchema.index({ organization: 1, person: 1, period: 1 }, { unique: true });
boardSchema.index({ organization: 1, period: 1, version: 1 });

/** Counts the changes to an organization's boards. Every writer raises it first, so changes come one after the other. */
export interface BoardVersionRecord {
  _id: string;
  version: number;
}

export const boardVersionSchema = new Schema<BoardVersionRecord>(
  { _id: { type: String, default: () => newId() }, version: { type: Number, required: true } },
  { collection: 'board_versions', versionKey: false },
);
boardVersionSchema.index({ organization: 1 }, { unique: true });

export interface BoardModels {
  readonly boards: Model<BoardRecord>;
  readonly versions: Model<BoardVersionRecord>;
}

export function registerBoardModels(storage: Storage): BoardModels {
  return {
    boards: storage.tenantModel<BoardRecord>('BoardScore', boardSchema.clone()),
    versions: storage.tenantModel<BoardVersionRecord>('BoardVersion', boardVersionSchema.clone()),
  };
}

export function toScore(record: BoardRecord): BoardScore {
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
