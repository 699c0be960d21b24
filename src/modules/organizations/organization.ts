import type { LocalDate } from '../../kernel/local-date.js';
import type { Calendar } from '../../kernel/period.js';

/** A tenant. Every record belongs to exactly one. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  /** The name in addresses and at sign-in: lower-case letters, digits and hyphens, unique in the installation. */
  readonly slug: string;
  readonly calendar: Calendar;
  readonly settings: OrganizationSettings;
  readonly lists: OrganizationLists;
  /** Shown beside the name; null where there is none. */
  readonly logo: OrganizationLogo | null;
  /** Counts the changes of all of the above. */
  readonly revision: number;
}

export interface OrganizationLogo {
  /** SHA-256 of the content, hexadecimal. */
  readonly hash: string;
  /** Media type as found in the content. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

/** A day on which nobody works. */
export interface Holiday {
  readonly date: LocalDate;
  /** Empty where nobody gave it one. */
  readonly name: string;
}

export interface MailSenderName {
  readonly name: string;
  readonly address: string;
}

/** Passwords and sessions, within what the product allows at most. */
export interface AccessPolicy {
  /** 8 to 64 characters. */
  readonly passwordMinLength: number;
  /** A session ends after so long without use, 5 to 60 minutes. */
  readonly idleMinutes: number;
  /** A session ends after so long however busy, 1 to 12 hours. */
  readonly sessionHours: number;
  /** A remembered device may start sessions so long, 1 to 365 days. */
  readonly rememberDays: number;
}

/** What an organization may switch off. */
export const FEATURES = ['oneTimeCodes', 'rememberMe', 'personalTokens', 'absence', 'reminders'] as const;
export type Feature = (typeof FEATURES)[number];

export interface WorkdayHours {
  /** `HH:MM` on the organization's clock. */
  readonly from: string;
  readonly to: string;
}

export interface OrganizationSettings {
  /** How many days back the event of a raised request may lie. */
  readonly raiseWindowDays: number;
  /** How many months back the event of a proposal may lie, in units that allow it. */
  readonly proposalWindowMonths: number;
  /** Days of the week on which work is done, 0 = Sunday. */
  readonly workingDays: readonly number[];
  readonly workdayHours: WorkdayHours;
  /** By date. */
  readonly holidays: readonly Holiday[];
  readonly remindAfterWorkingDays: number;
  readonly escalateAfterWorkingDays: number;
  /** E-mail domains whose owners may register themselves; none means any. */
  readonly allowedDomains: readonly string[];
  readonly registrationOpen: boolean;
  /** Whom mails come from; null takes the installation's sender. */
  readonly mailSender: MailSenderName | null;
  readonly access: AccessPolicy;
  /** What of the product is switched on. */
  readonly features: Readonly<Record<Feature, boolean>>;
  /** BCP 47 tag for dates and numbers. */
  readonly locale: string;
}

export interface Location {
  readonly name: string;
  /** Figures are compared between US and the rest. */
  readonly us: boolean;
}

export const LIST_NAMES = ['grades', 'departments', 'locations', 'levels'] as const;
export type ListName = (typeof LIST_NAMES)[number];

/** Value lists that an administrator can edit. */
export interface OrganizationLists {
  readonly grades: readonly string[];
  readonly departments: readonly string[];
  readonly locations: readonly Location[];
  readonly levels: readonly string[];
}

export interface NewOrganization {
  readonly name: string;
  /** Made from the name where absent. */
  readonly slug?: string;
  readonly calendar?: Calendar;
  readonly settings?: Partial<OrganizationSettings>;
  readonly lists?: Partial<OrganizationLists>;
}

export const DEFAULT_CALENDAR: Calendar = { zone: 'Asia/Kolkata', fiscalStartMonth: 4 };

export const DEFAULT_SETTINGS: OrganizationSettings = {
  raiseWindowDays: 90,
  proposalWindowMonths: 12,
  workingDays: [1, 2, 3, 4, 5],
  workdayHours: { from: '09:00', to: '17:00' },
  holidays: [],
  remindAfterWorkingDays: 2,
  escalateAfterWorkingDays: 5,
  allowedDomains: [],
  registrationOpen: false,
  mailSender: null,
  access: { passwordMinLength: 8, idleMinutes: 60, sessionHours: 12, rememberDays: 365 },
  features: { oneTimeCodes: true, rememberMe: true, personalTokens: true, absence: true, reminders: true },
  locale: 'en',
};

export const DEFAULT_LISTS: OrganizationLists = {
  grades: ['A1', 'B1', 'B2', 'C1', 'C2', 'D1', 'D2'],
  departments: ['Management', 'IT', 'Admin', 'Marketing', 'Sales', 'HR', 'Finance'],
  locations: [
    { name: 'US', us: true },
    { name: 'India', us: false },
    { name: 'UK', us: false },
    { name: 'Canada', us: false },
    { name: 'Australia', us: false },
  ],
  levels: ['Junior', 'Mid-Level', 'Senior', 'Lead', 'Principal'],
};
