import { NotFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import type { QuarterKey } from '../../kernel/period.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import type { BonusRunRow, RowOutcome, RunKind } from './bonus-run.js';
import {
  bonusRunRowSchema,
  bonusRunSchema,
  toRow,
  type BonusRunRecord,
  type BonusRunRowRecord,
} from './bonus-run.model.js';

const BATCH = 500;

export type RunStore = ReturnType<typeof createRunStore>;

/** Runs, and what became of each person in them. */
export function createRunStore(storage: Storage) {
  const runs = storage.tenantModel<BonusRunRecord>('BonusRun', bonusRunSchema.clone());
  const rows = storage.tenantModel<BonusRunRowRecord>('BonusRunRow', bonusRunRowSchema.clone());
  return {
    runs,
    rows,
    async byId(id: string): Promise<BonusRunRecord> {
      const record = isId(id) ? await runs.findOne({ _id: id }).lean<BonusRunRecord>() : null;
      if (record === null) throw new NotFound('bonus.run_not_found', 'There is no such run.');
      return record;
    },
    /** The newest first. */
    latest: (quarter: QuarterKey, limit: number): Promise<BonusRunRecord[]> =>
      runs.find({ quarter }).sort({ _id: -1 }).limit(limit).lean<BonusRunRecord[]>().exec(),
    /** The last one of a kind for a quarter. */
    async last(kind: RunKind, quarter: QuarterKey): Promise<BonusRunRecord | undefined> {
      const [last] = await runs.find({ quarter, kind }).sort({ _id: -1 }).limit(1).lean<BonusRunRecord[]>();
      return last;
    },
    /** Everything that is not finished; for a context that may look across organizations. */
    unfinished: (): Promise<BonusRunRecord[]> =>
      runs
        .find({ status: operator({ $in: ['preparing' as const, 'running' as const] }) })
        .lean<BonusRunRecord[]>()
        .exec(),
    /** Forgets a run that did nothing yet. */
    async remove(id: string): Promise<void> {
      await rows.deleteMany({ run: id });
      await runs.deleteOne({ _id: id, status: 'preparing' });
    },
    waiting: (run: string, limit: number): Promise<BonusRunRowRecord[]> =>
      rows.find({ run, outcome: 'waiting' }).sort({ number: 1 }).limit(limit).lean<BonusRunRowRecord[]>().exec(),
    async page(run: string, outcome: RowOutcome, page: PageRequest): Promise<Page<BonusRunRow>> {
      const total = await rows.countDocuments({ run, outcome });
      const records = await rows
        .find({ run, outcome })
        .sort({ number: 1 })
        .skip(offsetOf(page))
        .limit(page.size)
        .lean<BonusRunRowRecord[]>();
      return pageOf(records.map(toRow), page, total);
    },
    /** By name, in batches. */
    async *each(run: string): AsyncGenerator<BonusRunRow[], void> {
      let after = 0;
      for (;;) {
        const records = await rows
          .find({ run, number: operator({ $gt: after }) })
          .sort({ number: 1 })
          .limit(BATCH)
          .lean<BonusRunRowRecord[]>();
        if (records.length === 0) return;
        after = records.at(-1)?.number ?? after;
        yield records.map(toRow);
      }
    },
  };
}
