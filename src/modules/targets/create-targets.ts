import type { Clock } from '../../kernel/clock.js';
import { NotFound } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Calendar } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { recordOn, targetHistory, versionsOf } from './config-versions.js';
import { recordUtilization } from './record-utilization.js';
import { previewTargets, reviseTargets, withdrawTargets } from './revise-targets.js';
import { startDays } from './start-days.js';
import { DEFAULT_TARGETS, type ConfigAsSet, type TargetConfig } from './target-config.js';
import {
  targetChangesSchema,
  targetConfigRecordSchema,
  toTargetConfig,
  type TargetChangesRecord,
  type TargetConfigRecord,
} from './target-config.model.js';
import { parseTargetConfig } from './target-config.schema.js';
import type { TargetsModule } from './targets.module.js';
import { assertGrades, assertMayEditTargets, assertNotRetroactive } from './targets.policy.js';
import { averageUtilization } from './utilization-average.js';
import { utilizationSchema, type UtilizationRecord } from './utilization.model.js';

export interface TargetsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** The organization of the request context; the organizations module fits. */
  readonly organizations: {
    today(): Promise<LocalDate>;
    current(): Promise<{ readonly calendar: Calendar; readonly lists: { readonly grades: readonly string[] } }>;
  };
}

export function createTargets({ storage, outbox, clock, organizations }: TargetsDependencies): TargetsModule {
  const configs = storage.tenantModel<TargetConfigRecord>('TargetConfig', targetConfigRecordSchema.clone());
  const utilizations = storage.tenantModel<UtilizationRecord>('Utilization', utilizationSchema.clone());

  const models = {
    configs,
    changes: storage.tenantModel<TargetChangesRecord>('TargetChanges', targetChangesSchema.clone()),
  };
  const parts = { ...models, outbox, clock };

  async function configOn(date: LocalDate): Promise<TargetConfig> {
    const record = await recordOn(models, date);
    return record === null ? DEFAULT_TARGETS : toTargetConfig(record);
  }

  async function configAsSet(date: LocalDate, asOf: Date): Promise<ConfigAsSet> {
    const record = await recordOn(models, date, asOf);
    return record === null ? { ...DEFAULT_TARGETS, effectiveFrom: null } : toTargetConfig(record);
  }

  /** What somebody wants to set, after every rule that looks at it alone. */
  async function revisionOf(effectiveFrom: LocalDate, input: TargetConfig) {
    const config = parseTargetConfig(input);
    assertGrades(config, (await organizations.current()).lists.grades);
    const today = await organizations.today();
    assertNotRetroactive(effectiveFrom, today);
    return { effectiveFrom, config, today };
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
    configAsSet,
    quarterlyTarget,
    async configs() {
      const records = await configs
        .find({ withdrawn: null })
        .sort({ effectiveFrom: -1, number: -1 })
        .lean<TargetConfigRecord[]>();
      return records.map(toTargetConfig);
    },
    history: async (page) => targetHistory(models, await organizations.today(), page),
    async version(id) {
      const record = await configs.findOne({ _id: id }).lean<TargetConfigRecord>();
      const [version] = record === null ? [] : await versionsOf(models, [record], await organizations.today());
      if (version === undefined) throw new NotFound('targets.not_found', 'There is no such version of the targets.');
      return version;
    },
    startDays: async () => startDays(await organizations.today(), (await organizations.current()).calendar),
    async preview(effectiveFrom, input) {
      const revision = await revisionOf(effectiveFrom, input);
      return previewTargets(models, revision, (await organizations.current()).calendar);
    },
    async revise(actor, effectiveFrom, input, options = {}) {
      assertMayEditTargets(actor);
      const revision = await revisionOf(effectiveFrom, input);
      return storage.run(() => reviseTargets(parts, actor, revision, options));
    },
    async withdraw(actor, id, options = {}) {
      assertMayEditTargets(actor);
      const today = await organizations.today();
      await storage.run(() => withdrawTargets(parts, actor, { id, today }, options));
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
