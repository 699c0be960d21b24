import type { ExportRequest, ExportScope } from './export-figures.js';
import { exportTimes } from './export-times.js';

/** What a file of points is, in sentences for whoever opens it later. */
export function exportHead({ from, to }: ExportRequest, filters: readonly string[], scope: ExportScope): string[] {
  return [
    `${scope.organization}: ${from} to ${to}, by effective date. Filters: ${filters.length === 0 ? 'none' : filters.join(', ')}.`,
    madeBy(scope),
    'Regular points are what was earned and awarded, with corrections; bonus points stand apart; combined is both. Only credited points count.',
    'The target of the days is the yearly target of the last day, scaled: yearly target x days / 365, cut off. Utilization does not depend on filters of category and unit.',
  ];
}

/** Who made a file and when, and whose clock it goes by. */
export function madeBy({ zone, by, at }: ExportScope): string {
  return `Made by ${by} on ${exportTimes(zone).clock(at)}. Times are those of ${zone}; departments, grades and locations are those of that day.`;
}

/** Range, filters and the organization's time: `points_2025-04-01_2026-03-31_Sales_20251112-113000.csv`; letters and digits only. */
export function exportFileName(
  { from, to, format = 'csv', filters = {} }: ExportRequest,
  { at, zone }: Pick<ExportScope, 'at' | 'zone'>,
): string {
  const named = Object.values(filters).map((value) => value.replace(/[^\w-]+/g, '-').slice(0, 30));
  return `${['points', from, to, ...named, exportTimes(zone).stamp(at)].join('_')}.${format}`;
}
