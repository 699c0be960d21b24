const EVERY_MS = 5000;

/**
 * Says on the error channel how far long work over the entries is, so that the results on the other stay a plain list:
 * "412 000 of 1 000 000 entries, 21 s". Short work says nothing.
 */
export function progressLines(name: string, total: number): (entries: number) => void {
  const begun = performance.now();
  let said = begun;
  let looked = 0;
  return (entries) => {
    looked += entries;
    const now = performance.now();
    if (now - said < EVERY_MS) return;
    said = now;
    console.error(`${name}: ${spaced(looked)} of ${spaced(total)} entries, ${Math.round((now - begun) / 1000)} s`);
  };
}

function spaced(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}
