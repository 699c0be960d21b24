export const unitFigures = {} as const;
