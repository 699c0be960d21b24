/** Words of announcements and awards by file of central. */
export const announcements = {} as const;
