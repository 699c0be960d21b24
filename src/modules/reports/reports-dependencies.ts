import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { BonusesModule } from '../bonuses/index.js';
import type { CatalogModule } from '../catalog/index.js';
import type { LeaderboardModule } from '../leaderboard/index.js';
import type { LedgerModule } from '../ledger/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { PeopleModule } from '../people/index.js';
import type { OwnRequestsModule, PeopleRequestsModule, RequestFigures, RequestsModule } from '../requests/index.js';
import type { TargetsModule } from '../targets/index.js';

/** The modules whose records figures are made of; reports own none. */
export interface ReportsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly organizations: Pick<OrganizationsModule, 'current' | 'today'>;
  readonly people: Pick<
    PeopleModule,
    'byId' | 'byIds' | 'gradesOf' | 'gradesOn' | 'list' | 'eachBatch' | 'count' | 'headCounts' | 'eachHead'
  >;
  readonly catalog: Pick<CatalogModule, 'list' | 'find' | 'versions'>;
  readonly ledger: Pick<
    LedgerModule,
    | 'totals'
    | 'allTotals'
    | 'history'
    | 'tally'
    | 'stretch'
    | 'eachInOrder'
    | 'byId'
    | 'corrections'
    | 'byCategory'
    | 'sumBy'
    | 'sumByQuarter'
    | 'awardedPeople'
    | 'eachEntry'
    | 'breakdown'
    | 'sumByPersonAndCategory'
  >;
  readonly targets: Pick<
    TargetsModule,
    'configOn' | 'configAsSet' | 'configs' | 'utilization' | 'utilizationsOf' | 'peopleRecorded'
  >;
  readonly bonuses: Pick<BonusesModule, 'states'>;
  readonly leaderboard: Pick<LeaderboardModule, 'page' | 'sums' | 'standings'>;
  readonly requests: Pick<
    RequestsModule,
    | 'mine'
    | 'detail'
    | 'pendingOf'
    | 'pendingNow'
    | 'counts'
    | 'pendingUtilization'
    | 'peopleWithPendingUtilization'
    | 'utilizationRequestsOf'
    | keyof OwnRequestsModule
    | keyof PeopleRequestsModule
    | keyof RequestFigures
  >;
}
