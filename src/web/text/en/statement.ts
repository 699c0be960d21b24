/** Words of one’s own statement, utilization and entries. */
export const statement = {} as const;
