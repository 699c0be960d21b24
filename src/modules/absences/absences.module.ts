import type { Actor, PersonActor } from '../../kernel/actor.js';
import type { PageRequest } from '../../kernel/paging.js';
import type {
  AbsenceProgress,
  AbsenceNotices,
  AbsenceOverview,
  AbsencePreview,
  AbsenceView,
  Destination,
} from './absence.js';
import type { AbsenceInput } from './absences.schema.js';
import type { Roster } from './roster.js';

/** The job that begins and ends absences, and how often it looks, in milliseconds. */
export const ABSENCE_JOB = { name: 'absences', every: 60_000 } as const;

/** Who is away when, and who decides instead. Everybody for himself or herself, HR administration for anybody. */
export interface AbsencesModule {
  /** A person's absences, and whom the person could name. @throws NotFound for other people's */
  overview(actor: PersonActor, personId: string, page: PageRequest): Promise<AbsenceOverview>;
  /** @throws NotFound, also for other people's */
  byId(actor: PersonActor, id: string): Promise<AbsenceView>;
  /**
   * Where what waits for the person now would go. Stores nothing. `absenceId` names the absence that would be changed.
   * @throws as `name`
   */
  preview(actor: PersonActor, personId: string, input: AbsenceInput, absenceId?: string): Promise<AbsencePreview>;
  /**
   * Enters an absence; it begins at once where its first day is today.
   * @throws RuleBroken naming `from`, `to` or `delegate_<unit>`: `absence.overlaps`, `absence.circle` and others of
   * `absence.policy.ts`; `absence.nothing_to_delegate` for somebody who decides nothing; NotFound
   */
  name(actor: PersonActor, personId: string, input: AbsenceInput): Promise<AbsenceView>;
  /** Changes a planned or running absence. @throws as `name`; Conflict `absence.is_over` */
  change(actor: PersonActor, id: string, input: AbsenceInput): Promise<AbsenceView>;
  /** Cancels a planned absence, or ends a running one: the person is back. @throws NotFound; Conflict `absence.is_over` */
  cancel(actor: PersonActor, id: string): Promise<AbsenceView>;

  /** Everybody who is away today, and who decides instead; nobody where the organization does without delegates. */
  roster(): Promise<Roster>;
  /** The same, empty while the decider is there; for a question about that one alone. */
  rosterFor(deciderId: string): Promise<Roster>;
  /** What a person's pages say about today. */
  notices(personId: string): Promise<AbsenceNotices>;
  /** Begins and ends what is due in the organization of the context, and puts every request where it belongs. */
  keep(): Promise<void>;
  /** The same in every organization, each by its own calendar; the work of the job. */
  keepEverywhere(): Promise<void>;
}

/** What is asked of whoever keeps the requests. */
export interface AbsentDecidersRequests {
  /** Gives every pending request of the organization to whom it belongs today. Calling it again changes nothing. */
  follow(actor: Actor): Promise<void>;
  /** Where what waits for somebody would go by a roster. */
  destinations(personId: string, roster: Roster): Promise<Destination[]>;
  /** Of what others have instead of somebody since an instant: still pending, and all. */
  progress(personId: string, since: Date): Promise<AbsenceProgress>;
}
