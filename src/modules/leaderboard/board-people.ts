import type { LocalDate } from '../../kernel/local-date.js';

/** What boards need to know of a person; the people module's Person fits. */
export interface BoardPerson {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly grade: string;
  readonly status: 'active' | 'deactivated';
  readonly exitDate: LocalDate | null;
  readonly preferences: { readonly leaderboardOptOut: boolean };
}

export interface BoardPeople {
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, BoardPerson>>;
  /** Everybody there is or was. */
  eachBatch(filter: { readonly sort?: 'department' }, size: number): AsyncIterable<readonly BoardPerson[]>;
}
