import type { Actor, SystemActor } from '../../kernel/actor.js';
import type { FieldProblem } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { Duty, Grant, Unit } from '../../kernel/units.js';
import type { ListName, ListUse } from '../organizations/index.js';
import type { AccessModule } from './access/access.module.js';
import type { Head, HeadCount, HeadFilter } from './count-heads.js';
import type { ErasedFacts, Pseudonym } from './erase-person.js';
import type { GradeSince } from './grade-history.js';
import type { RegistrationsModule } from './registrations/registrations.module.js';
import type { FirstAdministrator, NewPerson, Person, PersonChanges, Preferences } from './person.js';

export const PERSON_SORTS = [
  'name',
  '-name',
  'employeeId',
  '-employeeId',
  'department',
  '-department',
  'grade',
  '-grade',
  'location',
  '-location',
  'joiningDate',
  '-joiningDate',
  'exitDate',
  '-exitDate',
] as const;
export type PersonSort = (typeof PERSON_SORTS)[number];

/** Which people are meant; everything that is given must hold. */
export interface PersonFilter {
  /** Beginnings of words of the name, of the e-mail address or of the employee id. */
  readonly q?: string | undefined;
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
  readonly location?: string | undefined;
  readonly level?: string | undefined;
  readonly grant?: Grant | undefined;
  /**
   * The status that counts: somebody whose exit date has passed is deactivated. `leaving` are active people whose exit
   * date is known.
   */
  readonly status?: 'active' | 'deactivated' | 'leaving' | undefined;
  readonly managerId?: string | undefined;
  readonly dpId?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  /** Everybody but these. */
  readonly exceptIds?: readonly string[] | undefined;
  /** Who was there on that day at the latest. */
  readonly joinedBy?: LocalDate | undefined;
  readonly sort?: PersonSort | undefined;
}

export interface ManagerAssignment {
  readonly personId: string;
  /** Left as it is where undefined. */
  readonly managerId?: string | null | undefined;
  readonly dpId?: string | null | undefined;
}

/** What shall change of one person. */
export interface PersonEdit {
  readonly id: string;
  readonly changes: PersonChanges;
}

/** Who takes what somebody leaves behind. Everything that is there and not named here refuses the deactivation. */
export interface Handover {
  /** The new manager of the active reports. */
  readonly reportsTo?: string | undefined;
  /** The new delivery partner. */
  readonly dpPeopleTo?: string | undefined;
  /** The new decider of the pending items, by unit. */
  readonly items?: Partial<Readonly<Record<Unit, string>>> | undefined;
}

/** What depends on somebody at the moment. */
export interface OpenWork {
  readonly reports: number;
  readonly dpPeople: number;
  readonly openItems: number;
  readonly itemsByUnit: Partial<Readonly<Record<Unit, number>>>;
}

export interface BatchOptions {
  /** One password hash for everybody of the batch who brings none. */
  readonly initialPasswordHash?: string;
  /** False when the given passwords may stay in use, as in a demo. True unless said. */
  readonly mustChangePassword?: boolean;
}

/** People of the organization of the request context. */
export interface PeopleModule {
  readonly access: AccessModule;
  /** Those who registered themselves and wait for HR administration. */
  readonly registrations: RegistrationsModule;

  /**
   * Registers one person.
   * @throws Forbidden; InvalidInput naming every field that breaks a rule (e-mail or employee id taken, manager without
   * `pm`, value not in the lists) and `password` where it cannot be taken. The password must be changed at first sign-in.
   */
  register(actor: Actor, input: NewPerson, options?: { readonly password?: string | undefined }): Promise<Person>;
  /**
   * Registers all or nobody, in one transaction. Managers may stand anywhere in the batch; they are referred to by the
   * `id` their own input brings.
   * @throws InvalidInput with paths such as `3.managerId`
   */
  registerMany(actor: Actor, inputs: readonly NewPerson[], options?: BatchOptions): Promise<Person[]>;
  /** What would keep each input from being registered; an empty list where nothing does. Same order as the inputs. */
  check(inputs: readonly NewPerson[]): Promise<FieldProblem[][]>;
  /**
   * The first person of an organization, administrator of HR and central, whose password may stay. An operator may
   * register one beside others too (`by`), where nobody is left who could.
   * @throws Conflict `people.not_empty` when there is somebody already and no operator asks; InvalidInput
   */
  registerFirstAdministrator(input: FirstAdministrator, options?: { readonly by?: SystemActor }): Promise<Person>;

  /** @throws NotFound also for ids of other organizations and texts that are no ids */
  byId(id: string): Promise<Person>;
  find(id: string): Promise<Person | undefined>;
  byIds(ids: readonly string[]): Promise<Map<string, Person>>;
  byEmail(email: string): Promise<Person | undefined>;
  /** By lower-case e-mail address. */
  byEmails(emails: readonly string[]): Promise<Map<string, Person>>;
  byEmployeeIds(employeeIds: readonly string[]): Promise<Map<string, Person>>;
  list(filter: PersonFilter, page: PageRequest): Promise<Page<Person>>;
  /** Everybody the filter means, by name, in batches of `size`, for work that must not hold all in memory. */
  eachBatch(filter: PersonFilter, size: number): AsyncIterable<Person[]>;
  count(filter?: PersonFilter): Promise<number>;
  /**
   * The grades that people had on a day, by their ids; people as ids, or as they were read. Unknown ones are left out. The first known grade counts for all
   * days before, and one of today for all days to come.
   */
  gradesOn(
    people: readonly (string | Pick<Person, 'id' | 'grade'>)[],
    date: LocalDate,
  ): Promise<Map<string, string>>;
  /** Somebody's grades one after the other, the first since ever. */
  gradesOf(personId: string): Promise<readonly GradeSince[]>;
  /** How many people there are of each department, grade and location, for figures. */
  headCounts(filter: HeadFilter): Promise<HeadCount[]>;
  /** Everybody of a filter, in no order, streamed: what figures compare people by, and whether they were here. */
  eachHead(filter: HeadFilter): AsyncIterable<Head>;
  /**
   * Who may be meant by what somebody typed: an id, "Terri Duffy (AW0002)", an e-mail address, an employee id or a name.
   * One where it is clear, some candidates where it is not, none where nobody is found. Among names those who hold the
   * duty come first; others are only told where nobody holds it.
   */
  lookUp(text: string, duty?: Grant): Promise<readonly Person[]>;
  /**
   * The people of a filter as CSV with the columns of people files, streamed; who took how much is recorded after the
   * last line. @throws Forbidden
   */
  directoryCsv(actor: Actor, filter: PersonFilter): AsyncIterable<string>;
  /** Active people who hold the duty for the unit, by name. */
  holders(unit: Unit, duty: Duty): Promise<Person[]>;
  /** Active people whose manager this is, by name. */
  reportsOf(managerId: string): Promise<Person[]>;

  /**
   * Changes fields of one person under the rules of registration; a value that is not listed any more may stay. An exit
   * date in the past ends the account like a deactivation. Nothing happens where nothing changes.
   * @throws Forbidden; NotFound; Conflict `person.changed_meanwhile` when `revision` is not the current one, saying who
   * changed what; InvalidInput naming every field that breaks a rule; RuleBroken `person.has_open_work` at `exitDate`
   */
  edit(
    actor: Actor,
    id: string,
    changes: PersonChanges,
    options?: { readonly revision?: number | undefined },
  ): Promise<Person>;
  /** Edits all or nobody, in one transaction. @throws InvalidInput with paths such as `3.email`, `3.id` for unknown people */
  editMany(actor: Actor, edits: readonly PersonEdit[]): Promise<Person[]>;
  /** What would keep each edit from being made; an empty list where nothing does. Same order as the edits. */
  checkEdits(edits: readonly PersonEdit[]): Promise<FieldProblem[][]>;
  /** How many people have a value of the organization's lists. Joins the caller's transaction. */
  listUse(list: ListName, value: string): Promise<ListUse>;
  /** The same of all values that anybody has, list by list. */
  listUses(): Promise<Readonly<Record<ListName, ReadonlyMap<string, ListUse>>>>;

  /** What would have to be handed over before this person can be deactivated. */
  openWork(id: string): Promise<OpenWork>;
  /**
   * Ends somebody's account; all sessions end at once, the history stays. What is handed over gets its new superior or
   * decider in the same transaction.
   * @throws Conflict `person.already_deactivated`; RuleBroken `person.has_open_work` with `extra.reports`, `extra.dpPeople`
   * and `extra.openItems` for what is not handed over, `person.last_administrator`; InvalidInput at `reportsTo`,
   * `dpPeopleTo` or `items.<unit>`
   */
  deactivate(actor: Actor, id: string, reason: string, handover?: Handover): Promise<Person>;
  /**
   * Lets somebody back in and clears an exit date that has passed; ended sessions stay ended.
   * @throws Conflict `person.not_deactivated`
   */
  reactivate(actor: Actor, id: string, reason: string): Promise<Person>;
  /**
   * Replaces what is kept of a deactivated person and ends every access, in the caller's transaction; says what was there.
   * The rest of the product follows by the privacy module, which alone calls this and has checked the right.
   * @throws NotFound; Conflict `person.erased`, `person.not_deactivated`
   */
  erase(id: string, pseudonym: Pseudonym): Promise<ErasedFacts>;
  /** True where somebody of the organization has this name, however it is capitalised. */
  isNameTaken(name: string): Promise<boolean>;
  /** @throws InvalidInput with paths such as `0.managerId` */
  assignManagers(actor: Actor, assignments: readonly ManagerAssignment[]): Promise<void>;
  /**
   * Gives these people to another manager or delivery partner and says how many; whoever takes over is left out.
   * @throws InvalidInput at `to`
   */
  reassign(actor: Actor, ids: readonly string[], role: 'manager' | 'dp', toId: string): Promise<number>;
  /**
   * Sets all grants of a person; an edit of nothing else.
   * @throws InvalidInput `person.grant_in_use` when `pm` or `dp` goes while people depend on it, `person.last_administrator`
   */
  changeGrants(
    actor: Actor,
    id: string,
    grants: readonly Grant[],
    options?: { readonly revision?: number | undefined },
  ): Promise<Person>;
  /** Changes the actor's own preferences; kinds of messages that are not named stay as they are. */
  changePreferences(actor: Actor, changes: Partial<Preferences>): Promise<Person>;
}
