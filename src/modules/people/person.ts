import type { LocalDate } from '../../kernel/local-date.js';
import type { Grant } from '../../kernel/units.js';
import { DEFAULT_MESSAGE_PREFERENCES, type MessagePreferences } from './message-preferences.js';

export type Theme = 'light' | 'dark' | 'system';

export interface Preferences extends MessagePreferences {
  readonly theme: Theme;
  /** BCP 47 tag; empty follows the organization. */
  readonly language: string;
  readonly leaderboardOptOut: boolean;
}

/** Someone with an account in an organization. */
export interface Person {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  /** Lower-case; unique in the organization. */
  readonly email: string;
  readonly phone: string;
  /** Unique in the organization. */
  readonly employeeId: string;
  readonly grade: string;
  readonly department: string;
  readonly location: string;
  readonly level: string;
  readonly managerId: string | null;
  /** The delivery partner. */
  readonly dpId: string | null;
  readonly joiningDate: LocalDate;
  /** The last day on which the person is with the company. */
  readonly exitDate: LocalDate | null;
  readonly status: 'active' | 'deactivated';
  readonly grants: readonly Grant[];
  readonly preferences: Preferences;
  /** Raised by every change of the fields above except preferences; tells whether somebody was faster. */
  readonly revision: number;
  /** Set when name, addresses and employee id were replaced for good; such a record does not change any more. */
  readonly erased?: true;
}

/** What an administrator edits of a person. */
export const EDITABLE_FIELDS = [
  'name',
  'email',
  'phone',
  'employeeId',
  'grade',
  'department',
  'location',
  'level',
  'managerId',
  'dpId',
  'joiningDate',
  'exitDate',
  'grants',
] as const;
export type EditableField = (typeof EDITABLE_FIELDS)[number];

/** Fields of a person to be changed; what is absent or undefined stays, `null` clears a superior or the exit date. */
export type PersonChanges = { readonly [F in EditableField]?: Person[F] | undefined };

/** What is known of a person at registration. */
export interface NewPerson {
  /** Chosen beforehand where others of the same batch refer to the person. */
  readonly id?: string;
  readonly name: string;
  readonly email: string;
  readonly phone?: string;
  readonly employeeId: string;
  readonly grade: string;
  readonly department: string;
  readonly location: string;
  readonly level: string;
  readonly managerId?: string | null;
  readonly dpId?: string | null;
  readonly joiningDate: LocalDate;
  readonly exitDate?: LocalDate | null;
  readonly grants?: readonly Grant[];
  /** From `access.hashPassword`. Without one the person cannot sign in by password yet. */
  readonly passwordHash?: string;
}

/** The first administrator of an organization; the rest of the fields is taken from the organization's lists. */
export interface FirstAdministrator {
  readonly name: string;
  readonly email: string;
  readonly employeeId: string;
  readonly password: string;
}

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  language: '',
  leaderboardOptOut: false,
  ...DEFAULT_MESSAGE_PREFERENCES,
};

/** The one status that counts: not deactivated, and the exit date not in the past. */
export function isActive(person: Pick<Person, 'status' | 'exitDate'>, today: LocalDate): boolean {
  return person.status === 'active' && (person.exitDate === null || person.exitDate >= today);
}
