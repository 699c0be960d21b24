/** Words of the verification of the books. */
export const verification = {} as const;
