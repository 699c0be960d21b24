const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
/** A comment behind the directory has at most 64 kB. */
const MAX_COMMENT = 0xffff;

export interface ZipEntry {
  readonly name: string;
  /** Bytes after unpacking, as the archive says. */
  readonly unpacked: number;
  readonly packed: number;
}

/** What an archive contains, read from its directory without unpacking anything. Undefined when it is not sound. */
export function zipDirectory(content: Buffer): ZipEntry[] | undefined {
  const end = findEnd(content);
  if (end === undefined) return undefined;
  const count = content.readUInt16LE(end + 10);
  const size = content.readUInt32LE(end + 12);
  let at = content.readUInt32LE(end + 16);
  if (at + size > end) return undefined;
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_SIZE > end || content.readUInt32LE(at) !== DIRECTORY_ENTRY) return undefined;
    const nameLength = content.readUInt16LE(at + 28);
    entries.push({
      packed: content.readUInt32LE(at + 20),
      unpacked: content.readUInt32LE(at + 24),
      name: content.toString('utf8', at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength),
    });
    at += ENTRY_SIZE + nameLength + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(content: Buffer): number | undefined {
  const lowest = Math.max(0, content.length - END_SIZE - MAX_COMMENT);
  for (let at = content.length - END_SIZE; at >= lowest; at -= 1) {
    if (content.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  return undefined;
}
