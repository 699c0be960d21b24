/** No zone changes its clocks more often than from one to the next quarter of an hour. */
const QUARTER_MS = 900_000;
const MAX_KNOWN = 20_000;

/** How many milliseconds a zone's clocks are ahead of UTC at an instant, in milliseconds too; made for asking very often. */
export function zoneOffsets(zone: string): (time: number) => number {
  // sv-SE writes a time as YYYY-MM-DD HH:MM:SS.
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const offsets = new Map<number, number>();
  return (time) => {
    const quarter = Math.floor(time / QUARTER_MS);
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    const start = quarter * QUARTER_MS;
    const offset = Date.parse(`${wall.format(start).replace(' ', 'T')}Z`) - start;
    if (offsets.size >= MAX_KNOWN) offsets.clear();
    offsets.set(quarter, offset);
    return offset;
  };
}
