import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from '../kernel/actor.js';
import { newUuid } from '../kernel/ids.js';

/**
 * What everything that runs for one request (or job) may know without being told: whose organization, who acts, and
 * the request's id for logs and audit. `organizationId` is null only while the organization is still being found out.
 */
export interface RequestContext {
  readonly requestId: string;
  readonly address: string | null;
  organizationId: string | null;
  actor: Actor | null;
  /** True where a query may look across organizations: finding out who signs in, relaying messages, operations. */
  readonly acrossOrganizations: boolean;
  /** True while history is being written: events are kept, but nobody is told. */
  readonly quiet: boolean;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

export function runInContext<T>(context: Partial<RequestContext>, work: () => T): T {
  const outer = storage.getStore();
  return storage.run(
    {
      requestId: context.requestId ?? outer?.requestId ?? newUuid(),
      address: context.address ?? outer?.address ?? null,
      organizationId: context.organizationId ?? outer?.organizationId ?? null,
      actor: context.actor ?? outer?.actor ?? null,
      acrossOrganizations: context.acrossOrganizations ?? false,
      quiet: context.quiet ?? outer?.quiet ?? false,
    },
    work,
  );
}

/** Runs work on the records of one organization. */
export function inOrganization<T>(organizationId: string, work: () => T): T {
  return runInContext({ organizationId }, work);
}

/** Runs work that may see every organization. Only for sign-in, the relay and operators' commands. */
export function acrossOrganizations<T>(work: () => T): T {
  return runInContext({ acrossOrganizations: true }, work);
}

/** Runs work whose events are recorded but told to nobody, as when history is written after the fact. */
export function quietly<T>(work: () => T): T {
  return runInContext({ quiet: true }, work);
}

/**
 * Streams pull from wherever the socket drains; every pull has to run for the organization of the request that began
 * them.
 */
export function inSameContext<T>(source: AsyncGenerator<T>): AsyncIterable<T> {
  const inContext = AsyncLocalStorage.snapshot();
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => inContext(() => source.next()),
      return: () => inContext(() => source.return(undefined)),
    }),
  };
}
