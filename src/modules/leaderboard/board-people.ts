import type { LocalDate } from '../../kernel/local-date.js';
import type { BoardFilter } from './board.js';
import { inScope } from './board-scope.js';

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

/**
 * Whether a filter means somebody, by what the person is today. A category narrows points and not people, so it leaves
 * nobody out.
 */
export async function isMeant(
  people: Pick<BoardPeople, 'byIds'>,
  personId: string,
  { department, grade, personIds }: BoardFilter = {},
): Promise<boolean> {
  if (personIds?.includes(personId) === false) return false;
  if (department === undefined && grade === undefined) return true;
  const person = (await people.byIds([personId])).get(personId);
  return person !== undefined && inScope(person, { department, grade });
}
