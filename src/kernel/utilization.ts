/**
 * A person's billable percentage, held in hundredths of a per cent (basis points): 88 % is 8800.
 * It is a percentage and never becomes points.
 */
export type BasisPoints = number;

const NUMBER = /^(\d{1,3}(?:\.\d{1,4})?)(\s*%)?$/;

/**
 * Reads what people write: `88`, `88%` and `0.88` all mean 88 %; `1%` is 1 %; a bare number up to 1 is a fraction.
 * Undefined for anything else, also below 0 or above 100 %.
 */
export function parseUtilization(text: string): BasisPoints | undefined {
  const match = NUMBER.exec(text.trim());
  if (match === null) return undefined;
  const value = Number(match[1]);
  const percent = match[2] === undefined && value <= 1 ? value * 100 : value;
  const basisPoints = Math.round(percent * 100);
  // Finer than hundredths would have to be rounded, and a rounded figure could reach a threshold that was missed.
  if (Math.abs(basisPoints - percent * 100) > 1e-6) return undefined;
  return basisPoints <= 10_000 ? basisPoints : undefined;
}

/** 8800 -> 88.0; cut off after one place, never rounded up. */
export function utilizationPercent(basisPoints: BasisPoints): number {
  return Math.floor(basisPoints / 10) / 10;
}
