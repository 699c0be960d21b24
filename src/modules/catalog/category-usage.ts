/** How often a category was used: requests in any state, and points granted without a request. */
export interface CategoryUsage {
  readonly requests: number;
  readonly pending: number;
  readonly grants: number;
}

export const UNUSED: CategoryUsage = { requests: 0, pending: 0, grants: 0 };

export function timesUsed({ requests, grants }: CategoryUsage): number {
  return requests + grants;
}

/** Known to modules that stand above this one, and asked for through a dependency. */
export type UsageOf = (codes: readonly string[]) => Promise<ReadonlyMap<string, CategoryUsage>>;
