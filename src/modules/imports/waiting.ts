import { setTimeout as wait } from 'node:timers/promises';
import { inOrganization } from '../../platform/request-context.js';

/** Resolves with the work or after the time, whichever is first. */
export async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const stop = new AbortController();
  const timeUp = wait(milliseconds, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
  await Promise.race([work, timeUp]);
  stop.abort();
}

/** A generator runs in the context of whoever pulls; this one keeps to its organization wherever it is read. */
export async function* boundTo<T>(organizationId: string, items: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  for (;;) {
    const item = await inOrganization(organizationId, () => items.next());
    if (item.done === true) return;
    yield item.value;
  }
}
