import { systemActor } from '../../../kernel/actor.js';
import { currentContext, runInContext } from '../../../platform/request-context.js';
import type { AccessParts } from './access-parts.js';

/** Somebody whose sign-in was refused, and why. */
export interface Refusal {
  readonly organizationId: string;
  readonly personId: string;
  readonly reason: 'wrong password' | 'deactivated';
}

export interface RefusedSignIns {
  /** Remembers refusals until they are recorded. Does nothing that takes time. */
  note(refusals: readonly Refusal[]): void;
  /** Records what is remembered now. */
  record(): Promise<void>;
}

interface Pending extends Refusal {
  readonly address: string | null;
  readonly requestId: string | undefined;
  readonly tries: number;
}

/** Recording waits so long: by then nobody can tell by the time of an answer whether there was something to record. */
const DELAY_MS = 2000;
/** More than limits let through in that time; what comes beyond is in the log. */
const MAX_PENDING = 1000;

/**
 * Brings refused sign-ins of known people into the audit, apart from the request that was refused: known and unknown
 * addresses have to be answered with the same work in the same time. What is remembered when the process dies is lost
 * to the audit; the log has it.
 */
export function createRefusedSignIns({
  storage,
  outbox,
  logger,
}: Pick<AccessParts, 'storage' | 'outbox' | 'logger'>): RefusedSignIns {
  let pending = new Map<string, Pending>();
  let timer: NodeJS.Timeout | undefined;

  async function record(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const taken = [...pending.values()];
    pending = new Map();
    for (const refusal of taken) {
      const { organizationId, personId, reason, tries, address, requestId } = refusal;
      await runInContext({ organizationId, address, ...(requestId !== undefined && { requestId }) }, () =>
        storage.run(() =>
          outbox.record(systemActor(organizationId, 'sign-in'), {
            type: 'session.refused',
            subject: { type: 'person', id: personId },
            data: { reason, ...(tries > 1 && { tries }) },
          }),
        ),
      );
    }
  }

  return {
    record,
    note(refusals) {
      const context = currentContext();
      const address = context?.address ?? null;
      for (const refusal of refusals) {
        const key = [refusal.personId, refusal.reason, address].join(' ');
        const tries = (pending.get(key)?.tries ?? 0) + 1;
        if (tries === 1 && pending.size >= MAX_PENDING) continue;
        pending.set(key, { ...refusal, address, requestId: context?.requestId, tries });
      }
      timer ??= setTimeout(() => {
        record().catch((error: unknown) => {
          logger.warn({ err: error }, 'refused sign-ins not recorded');
        });
      }, DELAY_MS).unref();
    },
  };
}
