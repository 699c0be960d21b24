/** Who of `ids` comes back to himself by going from manager to manager. Everybody is passed once. */
export function circlesAmong(ids: readonly string[], managers: ReadonlyMap<string, string | null>): Set<string> {
  const inCircle = new Set<string>();
  const passed = new Set<string>();
  for (const start of ids) {
    const way: string[] = [];
    const places = new Map<string, number>();
    let id: string | null = start;
    while (id !== null && !passed.has(id) && !places.has(id)) {
      places.set(id, way.length);
      way.push(id);
      id = managers.get(id) ?? null;
    }
    const place = id === null ? undefined : places.get(id);
    if (place !== undefined) for (const member of way.slice(place)) inCircle.add(member);
    for (const member of way) passed.add(member);
  }
  return new Set(ids.filter((id) => inCircle.has(id)));
}
