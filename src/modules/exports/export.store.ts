import { NotFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { exportSchema, type ExportRecord } from './export.model.js';

/** The records of exports; of one organization, that of the context. */
export interface ExportStore {
  insert(record: ExportRecord): Promise<void>;
  /** @throws NotFound, also for somebody else's */
  ofOwner(owner: string, id: string): Promise<ExportRecord>;
  /** The newest first. */
  list(owner: string, page: PageRequest): Promise<Page<ExportRecord>>;
  running(): Promise<ExportRecord[]>;
  /** Compare and set; false when the export does not run any more. */
  changeRunning(id: string, changes: Partial<ExportRecord>): Promise<boolean>;
  change(id: string, changes: Partial<ExportRecord>): Promise<void>;
  remove(id: string): Promise<void>;
  kept(): Promise<ExportRecord[]>;
  /** How many files of somebody are kept. */
  countKept(owner: string): Promise<number>;
  /** Those without a file that began before a time. */
  removeOlder(time: Date): Promise<void>;
}

export function createExportStore(storage: Storage): ExportStore {
  const exports = storage.tenantModel<ExportRecord>('Export', exportSchema.clone());
  return {
    async insert(record) {
      await exports.insertMany([record], { lean: true });
    },
    async ofOwner(owner, id) {
      const record = isId(id) ? await exports.findOne({ _id: id, owner }).lean<ExportRecord>() : null;
      if (record === null) throw new NotFound('export.not_found', 'There is no such export.');
      return record;
    },
    async list(owner, page) {
      const total = await exports.countDocuments({ owner });
      const records = await exports
        .find({ owner })
        .sort({ _id: -1 })
        .skip(offsetOf(page))
        .limit(page.size)
        .lean<ExportRecord[]>();
      return pageOf(records, page, total);
    },
    running: () => exports.find({ status: 'running' }).sort({ begunAt: 1 }).lean<ExportRecord[]>().exec(),
    async changeRunning(id, changes) {
      const { matchedCount } = await exports.updateOne({ _id: id, status: 'running' }, { $set: changes });
      return matchedCount === 1;
    },
    async change(id, changes) {
      await exports.updateOne({ _id: id }, { $set: changes });
    },
    async remove(id) {
      await exports.deleteOne({ _id: id });
    },
    kept: () => exports.find({ kept: true }).sort({ expiresAt: 1 }).lean<ExportRecord[]>().exec(),
    countKept: (owner) => exports.countDocuments({ owner, kept: true }).exec(),
    async removeOlder(time) {
      await exports.deleteMany({
        kept: false,
        status: operator({ $ne: 'running' as const }),
        begunAt: operator({ $lt: time }),
      });
    },
  };
}
