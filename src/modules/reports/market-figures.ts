import type { Page } from '../../kernel/paging.js';
import type { QuarterKey, YearKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { FigureRange } from './figure-range.js';
import type { Share } from './participation.js';

export interface MarketFilter {
  /** This quarter unless said. */
  readonly period?: QuarterKey | YearKey | undefined;
  /** Locations in the US, or all others; every location where absent. */
  readonly region?: 'us' | 'non-us' | undefined;
  /** Whose people are listed. */
  readonly location?: string | undefined;
}

/** How often something was got in a category of the unit; corrections change points, not the count. */
export interface CategoryCount {
  readonly code: string;
  readonly count: number;
}

/** Eligible are all who are active at the location; participants have an entry of the unit in the period. */
export interface MarketLocation extends Share {
  readonly location: string;
  readonly us: boolean;
  /** With the points of those who have left. */
  readonly points: Points;
  readonly categories: readonly CategoryCount[];
}

export interface MarketPerson {
  /** Null for somebody who wished not to be named. */
  readonly id: string | null;
  readonly name: string | null;
  readonly grade: string;
  readonly department: string;
  readonly active: boolean;
  readonly points: Points;
  readonly categories: readonly CategoryCount[];
}

export interface Market extends FigureRange {
  readonly period: QuarterKey | YearKey;
  /** Categories of the unit that are active or were got in the period, in the order of their names. */
  readonly categories: readonly { readonly code: string; readonly name: string }[];
  /** In the order of the organization's list. */
  readonly locations: readonly MarketLocation[];
  readonly total: Omit<MarketLocation, 'location' | 'us'>;
  /** People with an entry at the location asked for, most points first; null where none was asked for. */
  readonly people: (Page<MarketPerson> & { readonly location: string }) | null;
}
