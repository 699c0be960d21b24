import type { Sort } from '../sorter/index.js';
import type { Binding } from './bind-source.js';

/** How the candidates of a query are found. Every plan gives a superset; the filter is always checked again. */
export type Plan =
  | { readonly kind: 'nothing'; readonly sorted: true }
  | { readonly kind: 'scan'; readonly reverse: boolean; readonly sorted: boolean }
  | { readonly kind: 'id'; readonly key: Buffer; readonly sorted: true }
  | KeyPlan
  | EitherPlan;

/** Documents by their keys in one index. */
export interface KeyPlan {
  readonly kind: 'keys';
  readonly binding: Binding;
  readonly reverse: boolean;
  /** The plan gives the documents in the wanted order. */
  readonly sorted: boolean;
  /** So many leading fields are bound to values that make streams of their own, which are merged; 0: none. */
  readonly merged: number;
}

/** The documents of several plans, each once. */
export interface EitherPlan {
  readonly kind: 'either';
  readonly plans: readonly Plan[];
  readonly sorted: boolean;
  /** The order in which the plans give their documents, and in which they are merged. */
  readonly sort: Sort | undefined;
}

/** A plan, and others that were thought of. */
export interface Planned {
  readonly plan: Plan;
  readonly rejected: readonly Plan[];
}
