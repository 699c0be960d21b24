/** `<person>.<sequence>`: with the person in it, because one browser may see two people one after the other. */
export function liveCursor(personId: string, sequence: number): string {
  return `${personId}.${sequence}`;
}

/** The sequence of a cursor of this person; undefined for anything else. */
export function sequenceOf(cursor: string, personId: string): number | undefined {
  const match = /^([0-9a-f]{24})\.(\d{1,15})$/.exec(cursor);
  return match?.[1] === personId ? Number(match[2]) : undefined;
}
