export const utilization = {} as const;
