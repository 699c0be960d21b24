/** Reads what is named one after the other, some at a time, and hands them over in their order. */
export async function* readAhead<Name, Thing>(
  names: AsyncIterable<Name>,
  read: (name: Name) => Promise<Thing>,
  ahead: number,
): AsyncGenerator<Thing, void> {
  const reading: Promise<Thing>[] = [];
  for await (const name of names) {
    const thing = read(name);
    // Whoever stops early, or meets the error of an earlier one, does not wait for it.
    thing.catch(() => undefined);
    reading.push(thing);
    if (reading.length > ahead) yield (await reading.shift()) as Thing;
  }
  while (reading.length > 0) yield (await reading.shift()) as Thing;
}
