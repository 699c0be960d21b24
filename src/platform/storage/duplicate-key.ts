/** True for the database's "unique index violated". With `field`, only when that field is part of the index. */
export function isDuplicateKey(error: unknown, field?: string): boolean {
  if (typeof error !== 'object' || error === null || (error as { code?: unknown }).code !== 11000) return false;
  const pattern = (error as { keyPattern?: Record<string, unknown> }).keyPattern;
  return field === undefined || (pattern !== undefined && field in pattern);
}
