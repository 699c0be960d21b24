import { actorReference } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { recordUtilization } from './record-utilization.js';
import { DEFAULT_TARGETS, type TargetConfig } from './target-config.js';
import { targetConfigRecordSchema, toTargetConfig, type TargetConfigRecord } from './target-config.model.js';
import { parseTargetConfig } from './target-config.schema.js';
import type { TargetsModule } from './targets.module.js';
import { assertMayEditTargets, assertNotRetroactive } from './targets.policy.js';
import { averageUtilization } from './utilization-average.js';
import { utilizationSchema, type UtilizationRecord } from './utilization.model.js';

export interface TargetsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** The organization of the request context; the organizations module fits. */
  readonly organizations: { today(): Promise<LocalDate> };
}

export function createTargets({ storage, outbox, clock, organizations }: TargetsDependencies): TargetsModule {
  const configs = storage.tenantModel<TargetConfigRecord>('TargetConfig', targetConfigRecordSchema.clone());
  const utilizations = storage.tenantModel<UtilizationRecord>('Utilization', utilizationSchema.clone());

  async function configOn(date: LocalDate): Promise<TargetConfig> {
    const record = await configs
      .findOne({ effectiveFrom: operator({ $lte: date }) })
      .sort({ effectiveFrom: -1, number: -1 })
      .lean<TargetConfigRecord>();
    return record === null ? DEFAULT_TARGETS : toTargetConfig(record);
  }

  async function quarterlyTarget(grade: string, date: LocalDate): Promise<Points | undefined> {
    const { quarterly } = await configOn(date);
    return Object.hasOwn(quarterly, grade) ? quarterly[grade] : undefined;
  }

  function recordsOf(personIds: readonly string[], months: readonly string[]): Promise<UtilizationRecord[]> {
    return utilizations
      .find({ person: operator({ $in: [...personIds] }), month: operator({ $in: [...months] }) })
      .lean<UtilizationRecord[]>();
  }

  return {
    configOn,
    quarterlyTarget,
    async configs() {
      const records = await configs.find().sort({ effectiveFrom: -1, number: -1 }).lean<TargetConfigRecord[]>();
      return records.map(toTargetConfig);
    },
    async revise(actor, effectiveFrom, input) {
      assertMayEditTargets(actor);
      const config = parseTargetConfig(input);
      assertNotRetroactive(effectiveFrom, await organizations.today());
      return storage.run(async () => {
        const [latest] = await configs.find().sort({ number: -1 }).limit(1).lean<TargetConfigRecord[]>();
        const before = await configOn(effectiveFrom);
        const [record] = await configs.insertMany([
          { ...config, effectiveFrom, number: (latest?.number ?? 0) + 1, by: actorReference(actor), at: clock.now() },
        ]);
        await outbox.record(actor, {
          type: 'targets.revised',
          subject: { type: 'targets', id: String(record?._id) },
          data: { effectiveFrom },
          before: { ...before },
          after: { ...config },
        });
        return { ...config, effectiveFrom };
      });
    },
    async yearlyTarget(grade, date) {
      const quarterly = await quarterlyTarget(grade, date);
      return quarterly === undefined ? undefined : quarterly * 4;
    },
    recordUtilization: (actor, record) => recordUtilization({ storage, outbox, clock, utilizations }, actor, record),
    async recordedMonths(personIds, months) {
      const records = await recordsOf(personIds, months);
      return new Set(records.map(({ person, month }) => `${person}:${month}`));
    },
    async peopleRecorded(month) {
      const records = await utilizations
        .find({ month }, { _id: 0, person: 1 })
        .lean<Pick<UtilizationRecord, 'person'>[]>();
      return records.map(({ person }) => person);
    },
    async utilizationsOf(person) {
      const records = await utilizations.find({ person }).sort({ month: 1 }).lean<UtilizationRecord[]>();
      return records.map(({ month, basisPoints }) => ({ month, basisPoints }));
    },
    async utilization(personIds, months) {
      const byPerson = new Map(personIds.map((id) => [id, new Map<string, number>()]));
      for (const { person, month, basisPoints } of await recordsOf(personIds, months)) {
        byPerson.get(person)?.set(month, basisPoints);
      }
      return new Map([...byPerson].map(([id, records]) => [id, averageUtilization(months, records)]));
    },
  };
}
