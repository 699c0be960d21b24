import { Schema } from 'mongoose';
import type { Calendar } from '../../kernel/period.js';
import {
  DEFAULT_SETTINGS,
  type Organization,
  type OrganizationLists,
  type OrganizationSettings,
} from './organization.js';

export interface OrganizationRecord {
  _id: string;
  name: string;
  slug: string;
  calendar: Calendar;
  settings: OrganizationSettings;
  lists: OrganizationLists;
  createdAt: Date;
}

export const organizationSchema = new Schema<OrganizationRecord>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    slug: { type: String, required: true },
    // Written and read as a whole, and typed by the record; nothing queries inside.
    calendar: { type: Schema.Types.Mixed, required: true },
    settings: { type: Schema.Types.Mixed, required: true },
    lists: { type: Schema.Types.Mixed, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'organizations', versionKey: false, minimize: false },
);
organizationSchema.index({ slug: 1 }, { unique: true });
organizationSchema.index({ name: 1, _id: 1 });

/** A setting that is younger than the record has its usual value. */
export function toOrganization({ _id, createdAt: _createdAt, settings, ...rest }: OrganizationRecord): Organization {
  return { id: _id, ...rest, settings: { ...DEFAULT_SETTINGS, ...settings } };
}
