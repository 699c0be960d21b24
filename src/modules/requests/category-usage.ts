import type { RequestParts } from './request-parts.js';

/** How often categories were used, by code: requests in any state, and awards and bonuses of the ledger. */
export async function usageOfCategories(
  { requests, ledger }: Pick<RequestParts, 'requests' | 'ledger'>,
  codes: readonly string[],
): Promise<Map<string, { requests: number; pending: number; grants: number }>> {
  const asked = await requests.aggregate<{ _id: { code: string; pending: boolean }; count: number }>([
    { $match: { 'category.code': { $in: [...codes] } } },
    {
      $group: {
        _id: { code: '$category.code', pending: { $eq: ['$status', 'pending'] } },
        count: { $sum: 1 },
      },
    },
  ]);
  const granted = await ledger.grantsByCategory(codes);
  return new Map(
    codes.map((code) => {
      const rows = asked.filter(({ _id }) => _id.code === code);
      const sum = (some: typeof rows) => some.reduce((total, { count }) => total + count, 0);
      return [
        code,
        {
          requests: sum(rows),
          pending: sum(rows.filter(({ _id }) => _id.pending)),
          grants: granted.get(code) ?? 0,
        },
      ];
    }),
  );
}
