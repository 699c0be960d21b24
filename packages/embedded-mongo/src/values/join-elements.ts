/** A document of that many bytes from elements, which lie in `buf` at pairs of start and end. */
export function joinElements(buf: Buffer, ranges: readonly number[], length: number): Buffer {
  const out = Buffer.allocUnsafe(length);
  let at = out.writeInt32LE(length, 0);
  for (let i = 0; i < ranges.length; i += 2) at += buf.copy(out, at, ranges[i], ranges[i + 1]);
  out[at] = 0;
  return out;
}
