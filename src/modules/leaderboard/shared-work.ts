/** Work of one line is done one after the other, in the order in which it was asked for, whatever became of that before. */
export function createLines(): (line: string, work: () => Promise<void>) => Promise<void> {
  const ends = new Map<string, Promise<void>>();
  return (line, work) => {
    const done = (ends.get(line) ?? Promise.resolve()).then(work);
    const end = done
      .catch(() => undefined)
      .then(() => {
        if (ends.get(line) === end) ends.delete(line);
      });
    ends.set(line, end);
    return done;
  };
}

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
