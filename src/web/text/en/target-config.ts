/** Words of targets, milestones, threshold and cap. */
export const targetConfig = {} as const;
