import { hash } from 'node:crypto';
import type { EntryRecord } from './entry.model.js';

/** What the checksum of a person's first entry continues. */
export const CHAIN_START = '';

/**
 * SHA-256 over the checksum of the person's entry before and everything this entry says, in a fixed order. Changing any
 * field of an entry breaks its own checksum; giving it a fitting new one breaks the link of the next.
 */
export function entryChecksum(entry: Omit<EntryRecord, 'checksum'>): string {
  const said = [
    entry.previousChecksum,
    entry._id,
    entry.organization,
    entry.person,
    entry.sequence,
    entry.previousId,
    entry.kind,
    entry.class,
    entry.points,
    entry.categoryCode,
    entry.unit,
    entry.quarter,
    entry.year,
    entry.month,
    entry.effectiveDate,
    entry.sourceKey,
    [entry.source.type, entry.source.id],
    entry.reason,
    [entry.basis.value, entry.basis.quantity, entry.basis.grade, entry.basis.categoryVersion],
    entry.correctsEntryId,
    [entry.by.kind, entry.by.id, entry.by.name],
    // A damaged date must give another checksum, not an exception.
    Number(entry.at),
  ];
  return hash('sha256', JSON.stringify(said), 'hex');
}
