/** A page of a list as clients see it. `number` counts from 1. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly page: { readonly number: number; readonly size: number; readonly total: number };
}

export interface PageRequest {
  readonly number: number;
  readonly size: number;
}

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

export function offsetOf(request: PageRequest): number {
  return (request.number - 1) * request.size;
}

export function pageOf<T>(items: readonly T[], request: PageRequest, total: number): Page<T> {
  return { items, page: { number: request.number, size: request.size, total } };
}
