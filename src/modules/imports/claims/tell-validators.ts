import type { Outbox } from '../../../platform/outbox/index.js';
import type { KindOfImport } from '../kind-of-import.js';

/**
 * Tells every validator once how many proposals of a file wait: the count was kept in the transactions that wrote them,
 * and the last of these says it, so that a file that was interrupted is told like any other.
 */
export function tellValidators(outbox: Outbox): NonNullable<KindOfImport['conclude']> {
  return async (actor, { importId, unit }, { deciders }) => {
    const told = Object.entries(deciders).filter(([, count]) => count > 0);
    if (told.length === 0) return;
    await outbox.record(
      actor,
      ...told.map(([validatorId, count]) => ({
        type: 'requests.proposed' as const,
        subject: { type: 'import', id: importId },
        data: { validatorId, unit: unit ?? '', count, importId },
      })),
    );
  };
}
