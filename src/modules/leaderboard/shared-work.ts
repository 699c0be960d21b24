/** Work that is asked for while it is under way is waited for, and not begun a second time. */
export function createSharedWork(): (key: string, work: () => Promise<void>) => Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  return (key, work) => {
    const known = underWay.get(key);
    if (known !== undefined) return known;
    const begun = work().finally(() => underWay.delete(key));
    underWay.set(key, begun);
    return begun;
  };
}
