import { Schema } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import type { Category, CategoryTerms, NewCategory } from './category.js';

export interface CategoryRecord extends CategoryTerms {
  _id: string;
  code: string;
  status: Category['status'];
  version: number;
}

/** What a category said at one version. Written once. */
export interface CategoryVersionRecord extends CategoryTerms {
  _id: string;
  code: string;
  version: number;
  since: Date;
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

export function toCategory(record: CategoryRecord): Category {
  return { id: record._id, code: record.code, ...termsOf(record), status: record.status, version: record.version };
}
