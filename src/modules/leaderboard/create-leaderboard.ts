import type { Clock } from '../../kernel/clock.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { ALL_TIME, periodKeysOf, periodOfDate, type Calendar, type PeriodKey } from '../../kernel/period.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { RedisClients } from '../../platform/redis/index.js';
import { inSameContext } from '../../platform/request-context.js';
import type { Storage } from '../../platform/storage/index.js';
import type { LedgerModule } from '../ledger/index.js';
import { isMeant, type BoardPeople } from './board-people.js';
import { categoryPeriod, type BoardPeriod } from './board-scope.js';
import { CHECK_ALONE_EVERY_MS, CHECK_EVERY_MS, createBoardVersions } from './board-versions.js';
import { LAYOUT, registerBoardModels, type BoardSumRecord } from './board.model.js';
import { currentOrganization } from './current-organization.js';
import { fillCategory } from './fill-category.js';
import { fillPeriod } from './fill-period.js';
import { moveToDay } from './keep-day.js';
import type { LeaderboardModule } from './leaderboard.module.js';
import { createMongoBoards } from './mongo-boards.js';
import { presentBoard } from './present-board.js';
import { projectScores } from './project-scores.js';
import { readBoard } from './rank-board.js';
import { rebuildBoards } from './rebuild-boards.js';
import { createRedisBoards } from './redis-boards.js';
import { createLines, createSharedWork } from './shared-work.js';
import { standingsPage } from './standings.js';
import { verifyBoards } from './verify-boards.js';

export interface LeaderboardDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ledger: LedgerModule;
  readonly people: BoardPeople;
  /** The organization of the request context; the organizations module fits. */
  readonly organizations: { today(): Promise<LocalDate>; current(): Promise<{ readonly calendar: Calendar }> };
  /** Keeps boards in sorted sets where there is one; the answers are the same. */
  readonly redis?: Pick<RedisClients, 'client'> | undefined;
  readonly logger?: Logger;
  /** True when nobody else writes to the database: changes by others are looked for seldom. */
  readonly singleProcess?: boolean;
}

/** Name of the consumer that brings people's boards up to date. */
const PROJECTOR = 'leaderboard.projector';

export function createLeaderboard(deps: LeaderboardDependencies): LeaderboardModule {
  const { storage, outbox, clock, ledger, people, organizations } = deps;
  const models = registerBoardModels(storage);
  const versions = createBoardVersions(
    models,
    clock,
    deps.singleProcess === true ? CHECK_ALONE_EVERY_MS : CHECK_EVERY_MS,
  );
  const mongo = createMongoBoards(storage, models);
  const redis = deps.redis?.client('boards');
  const source =
    redis === undefined
      ? mongo
      : createRedisBoards({ redis, models, versions, clock, logger: deps.logger, otherwise: mongo });

  const shared = createSharedWork();
  const fills = createLines();
  const projection = { models, ledger, people, organizations };
  const whole = { ...projection, storage, redis, waiting: () => outbox.relay.waitingFor(PROJECTOR) };

  async function project(personIds: readonly string[]): Promise<number> {
    return storage.run(async () => {
      const changed = await projectScores(projection, personIds);
      storage.afterCommit(() => versions.changed());
      return changed;
    });
  }

  outbox.subscribe(
    PROJECTOR,
    ['points.credited', 'person.edited', 'person.deactivated', 'person.reactivated', 'person.preferences_changed'],
    async (event) => {
      await project([event.type === 'points.credited' ? event.data.personId : event.subject.id]);
    },
  );
  outbox.subscribe('leaderboard.newcomers', ['person.registered'], async (event) => {
    // Whoever has no points is in no list but those of everybody.
    if ((await versions.fresh()).filled.length > 0) await project([event.subject.id]);
  });

  /** Boards that an earlier version of the program wrote have no places: they are made anew, once. */
  async function renew(stopping?: AbortSignal): Promise<void> {
    if ((await versions.fresh()).layout === LAYOUT) return;
    await shared(currentOrganization(), async () => void (await rebuildBoards(whole, stopping)));
    versions.changed();
  }

  /** The boards as of today. */
  async function today(): Promise<LocalDate> {
    if ((await versions.current()).layout !== LAYOUT) await renew();
    const day = await organizations.today();
    const state = await versions.current();
    if (state.day !== day && (await moveToDay(storage, models, day))) versions.changed();
    return day;
  }

  /** The period whose rows hold everybody; another one where nobody has points in what was asked for. */
  async function everybodyIn(period: PeriodKey, day: LocalDate): Promise<PeriodKey> {
    const { complete } = await versions.current();
    if (complete.includes(period)) return period;
    const { calendar } = await organizations.current();
    const known =
      periodKeysOf(periodOfDate(day, calendar)).includes(period) || (await models.sums.exists({ period })) !== null;
    if (!known) return everybodyIn(ALL_TIME, day);
    await shared(`${currentOrganization()}:${period}`, () => fillPeriod({ storage, models, people }, period, day));
    versions.changed();
    return period;
  }

  /** Where the points of a category lie. Whoever looks first fills it; nothing is kept of what has no entries. */
  async function categoryIn(period: PeriodKey, categoryCode: string, day: LocalDate): Promise<BoardPeriod> {
    const key = categoryPeriod(period, categoryCode);
    const { complete } = await versions.current();
    if (complete.includes(key) || !(await ledger.hasEntries({ period, categoryCode }))) return key;
    const wanted = { period, categoryCode };
    const organization = currentOrganization();
    // One after the other: all write the same record, and those of many looks at once would crowd out everybody else.
    await shared(`${organization}:${key}`, () =>
      fills(organization, () => fillCategory({ storage, models, people, ledger }, wanted, day)),
    );
    versions.changed();
    return key;
  }

  return {
    async page(period, viewer, page) {
      const day = await today();
      const code = viewer.filter?.categoryCode;
      const stored = code === undefined ? period : await categoryIn(period, code, day);
      return readBoard({ models, source }, stored, day, viewer, (reader) =>
        presentBoard(period, reader, (personId) => isMeant(people, personId, viewer.filter), viewer, page),
      );
    },
    async sums(period) {
      await today();
      const { regular = 0, bonus = 0 } = (await models.sums.findOne({ period }).lean<BoardSumRecord>()) ?? {};
      return { regular, bonus, combined: regular + bonus };
    },
    async standings(period, { class: of, department, grade, descending = true }, page) {
      const stored = await everybodyIn(period, await today());
      const standings = await mongo.list({ period: stored, class: of, department, grade }, (list) =>
        standingsPage(list, of, descending, page),
      );
      if (stored === period) return standings;
      return { ...standings, items: standings.items.map(({ personId }) => ({ personId, regular: 0, bonus: 0 })) };
    },
    async project(personId) {
      await project([personId]);
    },
    verify: (step) => inSameContext(verifyBoards(whole, step)),
    renew,
    async rebuild() {
      const outcome = await rebuildBoards(whole);
      versions.changed();
      return outcome;
    },
  };
}
