import type { Actor } from '../../kernel/actor.js';
import { BYTE_ORDER_MARK, csvLine } from '../../kernel/csv.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import { inOrganization } from '../../platform/request-context.js';
import type { AwardedBonus, BonusOutcome, SkippedBonus } from './award-people.js';
import type { BonusRunRow, RowOutcome } from './bonus-run.js';
import { assertMayAward } from './bonus.policy.js';
import type { NamedRunRow } from './bonuses.module.js';
import type { BonusesDependencies } from './create-bonuses.js';
import type { RunStore } from './run-store.js';

const COLUMNS = ['employee_id', 'name', 'outcome', 'points', 'reason', 'entry_id', 'worth_now'] as const;

/** What became of people in a run, as pages, at once, and as a file. */
export function createRunViews({ people, ledger, storage, outbox }: BonusesDependencies, store: RunStore) {
  async function named(rows: readonly BonusRunRow[]): Promise<NamedRunRow[]> {
    const known = await people.byIds(rows.map(({ personId }) => personId));
    const worths = await ledger.worths(rows.flatMap(({ entryId }) => entryId ?? []));
    return rows.map((row) => {
      const person = known.get(row.personId);
      const { worth, reversed } = worths.get(row.entryId ?? '') ?? { worth: 0, reversed: false };
      return { ...row, name: person?.name ?? '', employeeId: person?.employeeId ?? '', worth, takenBack: reversed };
    });
  }

  async function* lines(actor: Actor, id: string): AsyncGenerator<string, void> {
    const { quarter, kind } = await store.byId(id);
    let rows = 0;
    try {
      yield BYTE_ORDER_MARK + csvLine([...COLUMNS]);
      for await (const batch of store.each(id)) {
        rows += batch.length;
        yield (await named(batch))
          .map(({ employeeId, name, outcome, points, reason, entryId, worth }) =>
            csvLine([employeeId, name, outcome, outcome === 'done' ? points : 0, reason, entryId, worth]),
          )
          .join('');
      }
    } finally {
      // Also when the reader went away half-way: what was sent was taken.
      const what = kind === 'award' ? 'a bonus run' : 'a bonus analysis';
      await storage.run(() =>
        outbox.record(actor, {
          type: 'export.taken',
          subject: { type: 'bonus run', id },
          data: { format: 'csv', from: quarter, to: quarter, rows, what },
        }),
      );
    }
  }

  return {
    async runRows(actor: Actor, id: string, outcome: RowOutcome, page: PageRequest): Promise<Page<NamedRunRow>> {
      assertMayAward(actor);
      await store.byId(id);
      const found = await store.page(id, outcome, page);
      return { ...found, items: await named(found.items) };
    },
    async runOutcome(actor: Actor, id: string): Promise<BonusOutcome> {
      assertMayAward(actor);
      const awarded: AwardedBonus[] = [];
      const skipped: SkippedBonus[] = [];
      for await (const batch of store.each(id)) {
        for (const { personId, outcome, entryId, points, code, reason } of batch) {
          if (outcome === 'done') awarded.push({ personId, entryId: entryId ?? '', points });
          if (outcome === 'skipped') skipped.push({ personId, code, reason });
        }
      }
      return { awarded, skipped };
    },
    /** The reader pulls from wherever the socket drains; each step belongs to the organization. */
    async *runCsv(actor: Actor, id: string): AsyncGenerator<string, void> {
      assertMayAward(actor);
      const source = lines(actor, id);
      try {
        for (;;) {
          const line = await inOrganization(actor.organizationId, () => source.next());
          if (line.done === true) return;
          yield line.value;
        }
      } finally {
        await inOrganization(actor.organizationId, () => source.return());
      }
    },
  };
}
