import type { PersonActor } from '../../kernel/actor.js';
import type { Verification } from './verification.js';

/**
 * Whether entries and everything that is computed from them agree: looked at every night and when somebody asks. Looking
 * changes no figure. What differs is named, told to HR and central administration, and written to the log.
 */
export interface VerificationModule {
  /** The last results, newest first, and the one at hand among them. @throws Forbidden */
  list(actor: PersonActor): Promise<Verification[]>;
  /** Begins one in the background; where one is at hand, that one is meant. @throws Forbidden */
  start(actor: PersonActor): Promise<Verification>;
  /** What follows of the last result for whoever keeps the installation running. */
  lastEverywhere(): Promise<{ readonly differing: number }>;
  /** Verifies organizations whose night has come, once a night each. */
  verifyNightlyEverywhere(): Promise<void>;
  /** Resolves when nothing is at hand in this process. */
  settled(): Promise<void>;
  /** Interrupts what this process verifies; whoever asks next begins anew. */
  stop(): Promise<void>;
}
