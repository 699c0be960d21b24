import { Schema } from 'mongoose';
import type { Calendar } from '../../kernel/period.js';
import {
  DEFAULT_SETTINGS,
  type Holiday,
  type Organization,
  type OrganizationLists,
  type OrganizationLogo,
  type OrganizationSettings,
} from './organization.js';

export interface OrganizationRecord {
  _id: string;
  name: string;
  slug: string;
  calendar: Calendar;
  settings: OrganizationSettings;
  lists: OrganizationLists;
  /** Null or absent where there is none. */
  logo?: OrganizationLogo | null;
  /** Absent until the first change. */
  revision?: number;
  /** Who made the latest change; for those who come too late with theirs. */
  revisedBy?: string;
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
    logo: Schema.Types.Mixed,
    revision: Number,
    revisedBy: String,
    createdAt: { type: Date, required: true },
  },
  { collection: 'organizations', versionKey: false, minimize: false },
);
organizationSchema.index({ slug: 1 }, { unique: true });
organizationSchema.index({ name: 1, _id: 1 });

/** A setting that is younger than the record has its usual value. */
export function toOrganization(record: OrganizationRecord): Organization {
  const { _id, name, slug, calendar, settings, lists, logo = null, revision = 0 } = record;
  return {
    id: _id,
    name,
    slug,
    calendar,
    settings: {
      ...DEFAULT_SETTINGS,
      ...settings,
      holidays: settings.holidays.map(toHoliday),
      access: { ...DEFAULT_SETTINGS.access, ...settings.access },
      features: { ...DEFAULT_SETTINGS.features, ...settings.features },
    },
    lists,
    logo,
    revision,
  };
}

/** Holidays had no names once. */
function toHoliday(stored: Holiday | string): Holiday {
  return typeof stored === 'string' ? { date: stored, name: '' } : stored;
}
