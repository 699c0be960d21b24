/** Words of analytics of central and HR. */
export const analytics = {} as const;
