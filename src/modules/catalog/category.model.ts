import { Schema } from 'mongoose';
import type { ActorReference } from '../../kernel/actor.js';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Category, CategoryTerms, NewCategory } from './category.js';
import { effectiveOn, type DatedTerms } from './category-version.js';

/** The terms that applied when it was written last, and those that apply from later days. */
export interface CategoryRecord extends CategoryTerms {
  _id: string;
  code: string;
  status: Category['status'];
  version: number;
  effectiveFrom?: LocalDate;
  /** In the order of their days. */
  scheduled?: DatedTerms[];
  /** The highest version there is; that of the record where absent. */
  latestVersion?: number;
  /** Counts every change of this record. */
  revision?: number;
  /** Set with the first claim; never taken back. */
  used?: boolean;
}

/** What a category says at one version. Its terms are written once. */
export interface CategoryVersionRecord extends CategoryTerms {
  _id: string;
  code: string;
  version: number;
  /** When it was made. */
  since: Date;
  by?: ActorReference | null;
  effectiveFrom?: LocalDate;
  /** The version whose terms were changed. */
  madeFrom?: number | null;
  withdrawn?: boolean;
}

const terms = {
  name: { type: String, required: true },
  // Mongoose counts the empty text as missing, so `required` would refuse it.
  description: { type: String, default: '' },
  unit: { type: String, required: true },
  kinds: { type: [String], required: true },
  baseValue: { type: Number, required: true },
  gradeValues: { type: Schema.Types.Mixed, default: () => ({}) },
  counted: { type: Boolean, required: true },
  evidence: { type: String, required: true },
  evidenceMayBeLink: { type: Boolean, required: true },
  limit: { type: Schema.Types.Mixed, default: null },
};

export const categorySchema = new Schema<CategoryRecord>(
  {
    _id: { type: String, default: () => newId() },
    code: { type: String, required: true, immutable: true },
    ...terms,
    status: { type: String, required: true },
    version: { type: Number, required: true },
    effectiveFrom: { type: String },
    scheduled: { type: [Schema.Types.Mixed], default: undefined },
    latestVersion: { type: Number },
    revision: { type: Number },
    used: { type: Boolean },
  },
  { collection: 'categories', versionKey: false, minimize: false },
);
categorySchema.index({ organization: 1, code: 1 }, { unique: true });
categorySchema.index({ organization: 1, unit: 1, name: 1 });

export const categoryVersionSchema = new Schema<CategoryVersionRecord>(
  {
    _id: { type: String, default: () => newId() },
    code: { type: String, required: true },
    version: { type: Number, required: true },
    since: { type: Date, required: true },
    by: { type: Schema.Types.Mixed, default: null },
    effectiveFrom: { type: String },
    madeFrom: { type: Number, default: null },
    withdrawn: { type: Boolean },
    ...terms,
  },
  { collection: 'category_versions', versionKey: false, minimize: false },
);
categoryVersionSchema.index({ organization: 1, code: 1, version: 1 }, { unique: true });

/** The terms alone, in the order in which they are always stored and compared. */
export function termsOf(source: CategoryTerms | NewCategory): CategoryTerms {
  return {
    name: source.name,
    description: source.description,
    unit: source.unit,
    kinds: [...source.kinds],
    baseValue: source.baseValue,
    gradeValues: { ...source.gradeValues },
    counted: source.counted,
    evidence: source.evidence,
    evidenceMayBeLink: source.evidenceMayBeLink,
    limit: source.limit === null ? null : { ...source.limit, gradeMax: { ...source.limit.gradeMax } },
  };
}

/** Before every day of the calendar, for versions that say no day. */
const ALWAYS: LocalDate = '1900-01-01';

export function datedTermsOf(record: CategoryRecord): DatedTerms {
  return { ...termsOf(record), version: record.version, effectiveFrom: record.effectiveFrom ?? ALWAYS };
}

export function scheduledOf(record: CategoryRecord): readonly DatedTerms[] {
  return record.scheduled ?? [];
}

/** The category as it applies on a day. */
export function toCategory(record: CategoryRecord, day: LocalDate): Category {
  const { now } = effectiveOn(datedTermsOf(record), scheduledOf(record), day);
  return { id: record._id, code: record.code, ...termsOf(now), status: record.status, version: now.version };
}
