import type { Clock } from '../../kernel/clock.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { LedgerModule } from '../ledger/index.js';
import type { LeaderboardModule } from './leaderboard.module.js';

/** What boards need to know of a person; the people module's Person fits. */
export interface BoardPerson {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly grade: string;
  readonly status: 'active' | 'deactivated';
  readonly exitDate: LocalDate | null;
  readonly preferences: { readonly leaderboardOptOut: boolean };
}

export interface LeaderboardDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ledger: LedgerModule;
  readonly people: { byIds(ids: readonly string[]): Promise<ReadonlyMap<string, BoardPerson>> };
  /** The organization of the request context; the organizations module fits. */
  readonly organizations: { today(): Promise<LocalDate> };
}

export declare function createLeaderboard(deps: LeaderboardDependencies): LeaderboardModule;
