import { actorReference, systemActor, type Actor, type PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { can } from '../../kernel/permissions.js';
import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import type { LeaderboardModule } from '../leaderboard/index.js';
import type { LedgerModule } from '../ledger/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import { nightDue, nightsAt } from './night.js';
import { runVerification, type RunDependencies, type VerificationSource } from './run-verification.js';
import { createVerificationTurns } from './verification-turns.js';
import {
  toVerification,
  verificationSchema,
  verificationTurnSchema,
  type VerificationRecord,
  type VerificationTurnRecord,
} from './verification.model.js';
import type { VerificationModule } from './verification.module.js';
import { KEPT_VERIFICATIONS, type Verification } from './verification.js';

export interface VerificationDependencies extends Pick<RunDependencies, 'storage' | 'outbox' | 'clock' | 'logger'> {
  readonly organizations: Pick<OrganizationsModule, 'current' | 'list'>;
  readonly ledger: Pick<LedgerModule, 'verify' | 'extent'>;
  readonly leaderboard: Pick<LeaderboardModule, 'verify'>;
}

export function createVerification(deps: VerificationDependencies): VerificationModule {
  const { storage, clock, organizations, ledger, leaderboard } = deps;
  // How far it is changes no figure, so that kept answers may stay.
  const records = storage.tenantModel<VerificationRecord>('Verification', verificationSchema.clone(), {
    uncounted: true,
  });
  const turns = createVerificationTurns(
    storage.tenantModel<VerificationTurnRecord>('VerificationTurn', verificationTurnSchema.clone(), {
      uncounted: true,
    }),
    clock,
  );
  const sources: readonly VerificationSource[] = [
    { of: 'ledger', verify: (looked) => ledger.verify(looked) },
    { of: 'boards', verify: (looked) => leaderboard.verify(() => looked(0)) },
  ];
  const atHand = new Set<Promise<void>>();
  const stopping = new AbortController();

  /** Undefined where somebody else has the turn. */
  function begin(actor: Actor, cause: Verification['cause'], night?: LocalDate): Promise<string | undefined> {
    return storage.run(async () => {
      const id = newId(clock.now());
      if (!(await turns.take(actor.organizationId, id, night))) return undefined;
      // Whatever still says so lost its process: nobody else has the turn.
      await records.updateMany({ status: 'running' }, { $set: { status: 'interrupted', completedAt: clock.now() } });
      const { entries: total } = await ledger.extent();
      await records.insertMany([
        {
          ...{ _id: id, organization: actor.organizationId, status: 'running', cause, by: actorReference(actor) },
          ...{ startedAt: clock.now(), completedAt: null, entries: 0, total, found: 0, differences: [] },
        },
      ]);
      storage.afterCommit(() => {
        work(actor, id);
      });
      return id;
    });
  }

  function work(actor: Actor, id: string): void {
    const run = inOrganization(actor.organizationId, () =>
      runVerification({ ...deps, records, turns, sources, stopping: stopping.signal }, actor, id),
    ).finally(() => atHand.delete(run));
    atHand.add(run);
  }

  /** As it looks now: what lost its process does not run, whatever it says. */
  async function list(): Promise<Verification[]> {
    const found = await records
      .find()
      .sort({ startedAt: -1, _id: -1 })
      .limit(KEPT_VERIFICATIONS)
      .lean<VerificationRecord[]>();
    const holder = await turns.holder();
    return found
      .map(toVerification)
      .map((one) => (one.status === 'running' && one.id !== holder ? { ...one, status: 'interrupted' } : one));
  }

  function allowed<T>(actor: PersonActor, work: () => Promise<T>): Promise<T> {
    if (!can(actor, 'operations:view', 'central')) throw new Forbidden();
    return inOrganization(actor.organizationId, work);
  }

  return {
    list: (actor) => allowed(actor, list),
    start: (actor) =>
      allowed(actor, async () => {
        const id = (await begin(actor, 'person')) ?? (await turns.holder());
        const all = await list();
        const meant = all.find((one) => one.id === id) ?? all[0];
        // It ended in between; whoever asks again gets a new one.
        if (meant === undefined) throw new Error('there is a turn without a verification');
        return meant;
      }),
    async lastEverywhere() {
      let differing = 0;
      for (const { id } of await acrossOrganizations(() => organizations.list())) {
        const last = await inOrganization(id, () =>
          records
            .findOne({ status: 'completed' }, { found: 1 })
            .sort({ startedAt: -1, _id: -1 })
            .lean<Pick<VerificationRecord, 'found'>>()
            .exec(),
        );
        differing += last?.found ?? 0;
      }
      return { differing };
    },
    async verifyNightlyEverywhere() {
      for (const { id, calendar } of await acrossOrganizations(() => organizations.list())) {
        if (stopping.signal.aborted) break;
        await inOrganization(id, async () => {
          const nights = nightsAt(clock.now(), calendar.zone);
          const night = nightDue(nights, await turns.lastNight(id, nights.over));
          if (night !== undefined) await begin(systemActor(id, 'verification'), 'night', night);
        });
      }
      await Promise.all(atHand);
    },
    async settled() {
      await Promise.all(atHand);
    },
    async stop() {
      stopping.abort();
      await Promise.all(atHand);
    },
  };
}
