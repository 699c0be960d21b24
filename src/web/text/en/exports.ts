/** Words of exports. */
export const exports = {} as const;
