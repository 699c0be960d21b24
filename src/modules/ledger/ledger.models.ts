import type { Model } from 'mongoose';
import type { Storage } from '../../platform/storage/index.js';
import { accountSchema, totalSchema, type AccountRecord, type TotalRecord } from './account.model.js';
import { breakdownSchema, type BreakdownRecord } from './breakdown.model.js';
import { entrySchema, type EntryRecord } from './entry.model.js';

export interface LedgerModels {
  readonly entries: Model<EntryRecord>;
  readonly accounts: Model<AccountRecord>;
  readonly totals: Model<TotalRecord>;
  readonly breakdowns: Model<BreakdownRecord>;
}

export function registerLedgerModels(storage: Storage): LedgerModels {
  return {
    entries: storage.tenantModel<EntryRecord>('Entry', entrySchema.clone()),
    accounts: storage.tenantModel<AccountRecord>('LedgerAccount', accountSchema.clone()),
    totals: storage.tenantModel<TotalRecord>('LedgerTotal', totalSchema.clone()),
    breakdowns: storage.tenantModel<BreakdownRecord>('LedgerBreakdown', breakdownSchema.clone()),
  };
}
