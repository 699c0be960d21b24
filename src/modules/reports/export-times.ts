import { zoneOffsets } from '../../kernel/zone-offset.js';

/** Times in a file of points: those of one zone, so that head, lines and name of the file say the same of one moment. */
export interface ExportTimes {
  /** For sentences: `2025-11-12 11:30:00`. */
  clock(at: Date): string;
  /** For cells of text, ISO 8601 to the second with the offset from UTC: `2025-11-12T11:30:00+05:30`. */
  withOffset(at: Date): string;
  /** For names of files: `20251112-113000`. */
  stamp(at: Date): string;
}

export function exportTimes(zone: string): ExportTimes {
  const offsetAt = zoneOffsets(zone);
  /** `2025-11-12T11:30:00` as a clock in the zone shows it. */
  const wall = (at: Date) => new Date(at.getTime() + offsetAt(at.getTime())).toISOString().slice(0, 19);
  return {
    clock: (at) => wall(at).replace('T', ' '),
    withOffset: (at) => wall(at) + offsetText(offsetAt(at.getTime())),
    stamp: (at) => wall(at).replace(/[-:]/g, '').replace('T', '-'),
  };
}

/** `+05:30` */
function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
