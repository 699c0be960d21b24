import type { Actor } from '../../kernel/actor.js';
import type { ArchivedFile } from '../../platform/archive/index.js';
import type { Erasure, ErasureFacts } from './erasure.js';

export interface ErasureOrder {
  /** Why; kept for good, so it should name nobody. */
  readonly reason: string;
  /** The person's employee id, typed by whoever erases. */
  readonly confirmation: string;
}

/** Rights of people on what is kept about them: to have a copy, and to be forgotten. */
export interface PrivacyModule {
  /** What an erasure would take and leave. @throws Forbidden; NotFound */
  erasureFacts(actor: Actor, personId: string): Promise<ErasureFacts>;
  /**
   * Replaces who somebody was, everywhere and for good; points and sums stay. The person is deactivated first where that
   * was not done. Name and addresses are gone when it answers; files, texts and copies follow in the background.
   * @throws Forbidden; NotFound; Conflict `person.erased`; RuleBroken `erasure.not_confirmed` at `confirmation`,
   * `erasure.pending_requests`, `erasure.own_account`, `person.has_open_work`, `person.last_administrator`
   */
  erase(actor: Actor, personId: string, order: ErasureOrder): Promise<Erasure>;
  /** @throws Forbidden */
  erasureOf(actor: Actor, personId: string): Promise<Erasure | undefined>;
  /** Goes on with what was interrupted, in every organization; the work of a job. */
  resumeErasures(): Promise<void>;
  /** Resolves when this process works on no erasure (any more). */
  settled(): Promise<void>;

  /**
   * Everything that is kept about somebody, file by file, to be read one after the other: for the person, and for HR
   * administration on the person's behalf. That it was taken is recorded before the first file.
   * @throws Forbidden; NotFound; Conflict `person.erased`
   */
  exportOf(actor: Actor, personId: string): Promise<readonly ArchivedFile[]>;
}
