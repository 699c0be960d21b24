import { Schema } from 'mongoose';
import type { ActorReference } from '../../kernel/actor.js';
import type { QuarterKey } from '../../kernel/period.js';
import type { BonusRun, BonusRunRow, Expected, RowOutcome, RunKind } from './bonus-run.js';
import type { BonusReason } from './bonus-standing.js';

export interface BonusRunRecord {
  _id: string;
  organization: string;
  kind: RunKind;
  quarter: QuarterKey;
  status: BonusRun['status'];
  /** One of a kind and quarter is open at a time; afterwards the run's own id. */
  slot: string;
  /** Who began it, and what the sender calls it. */
  sender: string;
  key: string;
  by: ActorReference;
  expected: Expected | null;
  startedAt: Date;
  movedAt: Date;
  finishedAt: Date | null;
  total: number;
  reached: number;
  done: number;
  skipped: number;
  points: number;
  /** Which noting of everybody counts: the last that began. */
  noting?: string;
}

export interface BonusRunRowRecord {
  _id: string;
  run: string;
  /** 1, 2, 3 ... by name. */
  number: number;
  person: string;
  outcome: RowOutcome;
  code: BonusReason;
  reason: string;
  points: number;
  entry: string | null;
}

const text = { type: String, required: true };
const count = { type: Number, required: true };

export const bonusRunSchema = new Schema<BonusRunRecord>(
  {
    _id: text,
    kind: text,
    quarter: text,
    status: text,
    slot: text,
    sender: text,
    key: text,
    by: { _id: false, kind: text, id: { type: String, default: null }, name: text },
    expected: { type: Schema.Types.Mixed, default: null },
    startedAt: { type: Date, required: true },
    movedAt: { type: Date, required: true },
    finishedAt: { type: Date, default: null },
    total: count,
    reached: count,
    done: count,
    skipped: count,
    points: count,
    noting: String,
  },
  { collection: 'bonus_runs', versionKey: false, minimize: false },
);
bonusRunSchema.index({ organization: 1, slot: 1 }, { unique: true });
bonusRunSchema.index({ organization: 1, sender: 1, key: 1 }, { unique: true });
bonusRunSchema.index({ organization: 1, quarter: 1, _id: -1 });
// Runs that were left behind are looked for in all organizations when a process starts.
bonusRunSchema.index({ status: 1 });

export const bonusRunRowSchema = new Schema<BonusRunRowRecord>(
  {
    _id: text,
    run: text,
    number: count,
    person: text,
    outcome: text,
    code: text,
    reason: text,
    points: count,
    entry: { type: String, default: null },
  },
  { collection: 'bonus_run_rows', versionKey: false },
);
bonusRunRowSchema.index({ organization: 1, run: 1, outcome: 1, number: 1 });
bonusRunRowSchema.index({ organization: 1, run: 1, number: 1 }, { unique: true });

export function toRun(record: BonusRunRecord): BonusRun {
  const {
    _id: id,
    kind,
    quarter: period,
    status,
    startedAt,
    finishedAt,
    total,
    reached,
    done,
    skipped,
    points,
  } = record;
  return { id, kind, period, status, by: record.by.name, startedAt, finishedAt, total, reached, done, skipped, points };
}

export function toRow({ person: personId, outcome, code, reason, points, entry }: BonusRunRowRecord): BonusRunRow {
  return { personId, outcome, code, reason, points, entryId: entry };
}
