import { Schema } from 'mongoose';
import type { ActorReference } from '../../../kernel/actor.js';
import type { Mapping, SavedMapping } from './mapping.js';

export interface MappingRecord {
  _id: string;
  organization: string;
  kind: SavedMapping['kind'];
  name: string;
  /** The name in lower case; unique. */
  nameKey: string;
  titles: string[];
  /** The same for files with the same columns in any order. */
  header: string;
  mapping: Mapping;
  by: ActorReference;
  savedAt: Date;
}

const text = { type: String, required: true };

export const mappingSchema = new Schema<MappingRecord>(
  {
    _id: text,
    kind: text,
    name: text,
    nameKey: text,
    titles: { type: [String], required: true },
    header: text,
    mapping: { type: Schema.Types.Mixed, required: true },
    by: { _id: false, kind: text, id: { type: String, default: null }, name: text },
    savedAt: { type: Date, required: true },
  },
  { collection: 'import_mappings', versionKey: false, minimize: false },
);
mappingSchema.index({ organization: 1, kind: 1, nameKey: 1 }, { unique: true });
mappingSchema.index({ organization: 1, kind: 1, header: 1, savedAt: -1 });

export function toSavedMapping({ _id, kind, name, titles, mapping, by, savedAt }: MappingRecord): SavedMapping {
  return { id: _id, kind, name, titles, mapping, savedBy: by.name, savedAt };
}
