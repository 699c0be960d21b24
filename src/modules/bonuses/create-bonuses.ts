import type { Clock } from '../../kernel/clock.js';
import { Conflict, Forbidden, NotFound, ruleBroken } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import { localDateOf } from '../../kernel/local-date.js';
import { isQuarterKey } from '../../kernel/period.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { CatalogModule } from '../catalog/index.js';
import { mayCorrect, type LedgerModule } from '../ledger/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import { isActive, type PeopleModule } from '../people/index.js';
import type { TargetsModule } from '../targets/index.js';
import { awardPeople } from './award-people.js';
import { quarterOfKey } from './bonus-key.js';
import { assertMayAward, daysOf } from './bonus.policy.js';
import { toRun } from './bonus-run.model.js';
import { HOLD_SENTENCES } from './bonus-standing.js';
import { bonusStates } from './bonus-states.js';
import type { BonusesModule } from './bonuses.module.js';
import { createOverview } from './overview.js';
import { createRuns } from './create-runs.js';
import { createRunViews } from './run-views.js';
import { changedMeanwhile, isSurprise } from './work-run.js';

export interface BonusesDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly organizations: OrganizationsModule;
  readonly people: PeopleModule;
  readonly catalog: CatalogModule;
  readonly ledger: LedgerModule;
  readonly targets: TargetsModule;
}

/** The latest runs of a quarter that are shown. */
const SHOWN_RUNS = 10;

export function createBonuses(deps: BonusesDependencies): BonusesModule {
  const { storage, organizations, people, ledger } = deps;
  const looking = createOverview(deps);
  const runs = createRuns(deps);
  const views = createRunViews(deps, runs.store);

  const award: BonusesModule['award'] = async (actor, { personId, period, alsoDeactivated = false }) => {
    assertMayAward(actor);
    const { calendar } = await organizations.current();
    const today = await organizations.today();
    daysOf(period, calendar, today);
    if (actor.kind === 'person' && actor.personId === personId) throw new Forbidden('bonus.own', HOLD_SENTENCES.own);
    const person = await people.find(personId);
    if (person === undefined || person.erased === true) {
      throw ruleBroken('bonus.person_not_found', 'personId', 'There is no such person.');
    }
    if (!isActive(person, today) && !alsoDeactivated) {
      throw ruleBroken(
        'bonus.person_deactivated',
        'alsoDeactivated',
        `${person.name} has left. Say that the bonus is still to be paid.`,
      );
    }
    for (let left = 3; ; left -= 1) {
      try {
        return await storage.run(() => awardPeople(deps, actor, period, [personId], { alsoDeactivated }));
      } catch (error) {
        if (!isSurprise(error) || left === 0) throw error;
      }
    }
  };

  const given: BonusesModule['given'] = async (actor, entryId) => {
    assertMayAward(actor);
    const entry = isId(entryId) ? await ledger.byId(entryId) : undefined;
    const period = entry?.kind === 'bonus' ? (quarterOfKey(entry.sourceKey) ?? entry.quarter) : undefined;
    if (entry === undefined || period === undefined || !isQuarterKey(period)) {
      throw new NotFound('entry.not_found', 'There is no such bonus.');
    }
    const { worth, reversed } = await ledger.corrections(entryId);
    const person = await people.byId(entry.personId);
    return { entry, period, person, worth, reversed, mayReverse: !reversed && mayCorrect(actor, entry) };
  };

  return {
    states: (personIds, quarter) => bonusStates(deps, personIds, quarter),
    ...looking,
    award,
    async awardAll(actor, order) {
      assertMayAward(actor);
      const { over: _over, count, points } = await looking.preview(actor, order.period);
      const known = (await runs.known(actor, 'award', order)) ?? (await runs.going('award', order.period));
      const { expected } = order;
      if (known === undefined && expected && (expected.count !== count || expected.points !== points)) {
        throw changedMeanwhile({ count, points });
      }
      return runs.begin(actor, 'award', order);
    },
    async sendAnalysis(actor, { again = false, ...order }) {
      assertMayAward(actor);
      const { count, points } = await looking.preview(actor, order.period);
      const known = (await runs.known(actor, 'analysis', order)) ?? (await runs.going('analysis', order.period));
      if (known === undefined) {
        const { expected } = order;
        if (expected && (expected.count !== count || expected.points !== points)) {
          throw changedMeanwhile({ count, points });
        }
        const { calendar } = await organizations.current();
        const last = await runs.store.last('analysis', order.period);
        const today = await organizations.today();
        if (last !== undefined && localDateOf(last.startedAt, calendar.zone) === today && !again) {
          throw new Conflict(
            'bonus.analysis_sent',
            `${last.by.name} sent this analysis today already, to ${last.done === 1 ? '1 person' : `${last.done} people`}. Say that it shall be sent again.`,
          );
        }
      }
      return runs.begin(actor, 'analysis', order);
    },
    async run(actor, id) {
      assertMayAward(actor);
      return toRun(await runs.store.byId(id));
    },
    async runs(actor, quarter) {
      assertMayAward(actor);
      return (await runs.store.latest(quarter, SHOWN_RUNS)).map(toRun);
    },
    ...views,
    given,
    async reverse(actor, reversal) {
      await given(actor, reversal.entryId);
      return ledger.reverse(actor, reversal);
    },
    resumeInterrupted: () => runs.resume({ stalled: false }),
    resumeStalled: () => runs.resume({ stalled: true }),
    settled: () => runs.settled(),
    stop: () => runs.stop(),
  };
}
