/** Words of bonuses of a quarter. */
export const bonus = {} as const;
