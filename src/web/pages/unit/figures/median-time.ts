export type MedianTime = (
  hours: number | null,
) => { readonly value: number; readonly unit: 'workingHours' | 'workingDays' } | null;

/** A time in working hours as people say it: in days from one day on, cut off after one decimal. */
export function medianTime(hoursOfDay: number): MedianTime {
  return (hours) => {
    if (hours === null) return null;
    if (hours < hoursOfDay) return { value: hours, unit: 'workingHours' };
    return { value: Math.floor((hours * 10) / hoursOfDay) / 10, unit: 'workingDays' };
  };
}
