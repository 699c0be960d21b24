import type { Actor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import type { AnyStoredEvent } from '../../kernel/events.js';
import { newId } from '../../kernel/ids.js';
import { can } from '../../kernel/permissions.js';
import type { EventSearch, Outbox } from '../../platform/outbox/index.js';
import { inSameContext } from '../../platform/request-context.js';
import type { Storage } from '../../platform/storage/index.js';
import type { AuditModule, ExportWords } from './audit.module.js';

export interface AuditDependencies {
  readonly storage: Pick<Storage, 'run'>;
  readonly outbox: Pick<Outbox, 'events' | 'record'>;
}

const BATCH = 500;

export function createAudit({ storage, outbox }: AuditDependencies): AuditModule {
  async function* exported(actor: Actor, search: EventSearch, words: ExportWords): AsyncGenerator<AnyStoredEvent[]> {
    let rows = 0;
    try {
      for await (const batch of outbox.events.eachBatch(search, BATCH)) {
        rows += batch.length;
        yield batch;
      }
    } finally {
      // Also when the reader went away half-way: what was sent was taken.
      const { from, to, filters } = words;
      await storage.run(() =>
        outbox.record(actor, {
          type: 'export.taken',
          subject: { type: 'export', id: newId() },
          data: { format: 'csv', from, to, rows, what: 'audit' },
          after: { filters },
        }),
      );
    }
  }

  return {
    ofSubject: (subjectId) => outbox.events.ofSubject(subjectId),
    list: (filter, page) => outbox.events.list(filter, page),
    async search(actor, search, request) {
      assertViewsAudit(actor);
      return outbox.events.search(search, request);
    },
    async countUpTo(actor, search, limit) {
      assertViewsAudit(actor);
      return outbox.events.countUpTo(search, limit);
    },
    export(actor, search, words) {
      assertViewsAudit(actor);
      return inSameContext(exported(actor, search, words));
    },
  };
}

function assertViewsAudit(actor: Actor): void {
  if (!can(actor, 'audit:view', 'hr')) throw new Forbidden();
}
