import type { PeriodKey } from '../../kernel/period.js';
import type { BoardClass } from './board.js';

/** Whom a board is about, by what people are today; nothing means everybody. */
export interface BoardScope {
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
}

/** The points of one category in a period. */
export type CategoryPeriod = `${PeriodKey} ${string}`;

/** What rows and lists hold points of: a period, or one category in it. */
export type BoardPeriod = PeriodKey | CategoryPeriod;

/** No period has a space in it. */
export function categoryPeriod(period: PeriodKey, categoryCode: string): CategoryPeriod {
  return `${period} ${categoryCode}`;
}

export function isCategoryPeriod(period: BoardPeriod): period is CategoryPeriod {
  return period.includes(' ');
}

/** The code of the category that such points are of. */
export function categoryOf(period: CategoryPeriod): string {
  return period.slice(period.indexOf(' ') + 1);
}

/** One list of places. */
export interface BoardKey extends BoardScope {
  readonly period: BoardPeriod;
  readonly class: BoardClass;
}

/** The scope as one text, the same for the same scope. */
export function scopeText({ department, grade }: BoardScope): string {
  return JSON.stringify([department ?? null, grade ?? null]);
}

export function scopeOf(text: string): BoardScope {
  const [department, grade] = JSON.parse(text) as [string | null, string | null];
  return { department: department ?? undefined, grade: grade ?? undefined };
}

/** The four scopes that somebody belongs to. */
export function scopesOf({ department, grade }: { readonly department: string; readonly grade: string }): string[] {
  return [{}, { department }, { grade }, { department, grade }].map(scopeText);
}

export function inScope(row: { readonly department: string; readonly grade: string }, scope: BoardScope): boolean {
  if (scope.department !== undefined && row.department !== scope.department) return false;
  return scope.grade === undefined || row.grade === scope.grade;
}

/** The part of a filter that a scope is. */
export function scopeFilter({ department, grade }: BoardScope): { department?: string; grade?: string } {
  return { ...(department !== undefined && { department }), ...(grade !== undefined && { grade }) };
}
