export const ownPeople = {} as const;
