/** Orders two strings. */
export type CompareText = (a: string, b: string) => number;

/** Order of the UTF-8 bytes, which is the order of the code points. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const n = a.length < b.length ? a.length : b.length;
  for (let i = 0; i < n; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for code points above all others.
    if (x >= 0xd800 && y >= 0xd800) {
      if (x >= 0xe000) x -= 0x2000;
      if (y >= 0xe000) y -= 0x2000;
      const xs = a.charCodeAt(i) < 0xe000;
      const ys = b.charCodeAt(i) < 0xe000;
      if (xs !== ys) return xs ? 1 : -1;
    }
    return x - y;
  }
  return a.length - b.length;
}
