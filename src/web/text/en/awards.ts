export const awards = {} as const;
