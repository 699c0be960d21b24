import type { z } from 'zod';
import type { Actor } from '../../../kernel/actor.js';
import type { Page, PageRequest } from '../../../kernel/paging.js';
import type { Person } from '../person.js';
import type { Registration, RegistrationStatus } from './registration.js';
import type { activationSchema, registrationSchema } from './registration.schema.js';

export type NewRegistration = z.output<typeof registrationSchema>;
export type Activation = z.output<typeof activationSchema>;

/** Somebody unknown for whom the organization's own sign-in vouches. */
export interface VouchedNewcomer {
  /** Verified, lower-case. */
  readonly email: string;
  readonly name: string | undefined;
  readonly organizationId: string;
}

/** People who register themselves, where the organization allows it. HR administration decides. */
export interface RegistrationsModule {
  /** True where the organization of that name, or any where none is named, lets people register. */
  isOpen(organizationSlug?: string): Promise<boolean>;
  /**
   * Takes a registration; whose it becomes is found out afterwards, so the answer tells nothing of addresses or domains.
   * The organization is the one named, else the one that lists the domain, else the only open one.
   * @throws Forbidden `auth.registration_closed`
   */
  register(input: NewRegistration): Promise<void>;
  /**
   * Registers somebody for HR administration to activate, also where people cannot register themselves. True when a
   * registration of the address waits now; false for addresses that are somebody's or not of a listed domain, and where
   * too many wait.
   */
  registerVouched(newcomer: VouchedNewcomer): Promise<boolean>;

  /** Registrations of a status, the newest first. @throws Forbidden */
  list(actor: Actor, status: RegistrationStatus, page: PageRequest): Promise<Page<Registration>>;
  /** @throws Forbidden; NotFound */
  byId(actor: Actor, id: string): Promise<Registration>;
  /**
   * Makes a person of a registration, who gets an invitation.
   * @throws Forbidden; NotFound; Conflict `registration.already_decided`; InvalidInput as for any new person
   */
  activate(actor: Actor, id: string, details: Activation): Promise<Person>;
  /** Declines; whoever registered gets a mail without the reason. @throws as `activate` */
  refuse(actor: Actor, id: string, reason: string): Promise<void>;
  /** Deletes what somebody who is erased once sent, and says what it was. Joins the caller's transaction. */
  erase(person: Pick<Person, 'id' | 'email'>): Promise<Registration[]>;
}
