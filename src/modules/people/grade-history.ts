import type { Model } from 'mongoose';
import { groupBy } from '../../kernel/group-by.js';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { operator } from '../../platform/storage/index.js';
import type { GradeChangeRecord } from './grade-change.model.js';
import type { GoodShape } from './judge-edits.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule } from './people.module.js';
import type { PersonRecord } from './person.model.js';
import type { Person } from './person.js';

/** One stretch of somebody's grades: from a day, or from the beginning where there is none. */
export interface GradeSince {
  readonly since: LocalDate | null;
  readonly grade: string;
}

/** Notes promotions from today on, in the caller's transaction. Several of a day are one: the last one counts. */
export async function keepGrades(
  { gradeChanges }: Pick<PeopleParts, 'gradeChanges'>,
  edits: readonly GoodShape[],
  today: LocalDate,
): Promise<void> {
  const promoted = edits.filter(({ changed }) => changed.includes('grade'));
  if (promoted.length === 0) return;
  await gradeChanges.bulkWrite(
    promoted.map(({ person, after }) => ({
      updateOne: {
        filter: { person: person.id, since: today },
        update: { $set: { grade: after.grade }, $setOnInsert: { _id: newId(), before: person.grade } },
        upsert: true,
      },
    })),
  );
}

/** The grade on a day: that of the last change until then, else the one before the first change. */
function gradeOn(changes: readonly GradeChangeRecord[], date: LocalDate): string | undefined {
  return changes.findLast(({ since }) => since <= date)?.grade ?? changes[0]?.before;
}

export function createGradeHistory({
  people,
  gradeChanges,
}: Pick<PeopleParts, 'people' | 'gradeChanges'>): Pick<PeopleModule, 'gradesOn' | 'gradesOf'> {
  async function presentGrades(ids: readonly string[]): Promise<Pick<Person, 'id' | 'grade'>[]> {
    const records = await people
      .find({ _id: operator({ $in: [...ids] }) })
      .select({ grade: 1 })
      .lean<Pick<PersonRecord, '_id' | 'grade'>[]>();
    return records.map(({ _id: id, grade }) => ({ id, grade }));
  }

  return {
    async gradesOn(asked, date) {
      const known = asked.filter((one) => typeof one !== 'string');
      const ids = asked.filter((one) => typeof one === 'string');
      const present = [...known, ...(ids.length === 0 ? [] : await presentGrades(ids))];
      const changes = await changesOf(
        gradeChanges,
        present.map(({ id }) => id),
      );
      return new Map(present.map(({ id, grade }) => [id, gradeOn(changes.get(id) ?? [], date) ?? grade]));
    },
    async gradesOf(personId) {
      const changes = (await changesOf(gradeChanges, [personId])).get(personId) ?? [];
      const [first] = changes;
      const person = await people.findOne({ _id: personId }).select({ grade: 1 }).lean<Pick<PersonRecord, 'grade'>>();
      if (first === undefined) return person === null ? [] : [{ since: null, grade: person.grade }];
      return [{ since: null, grade: first.before }, ...changes.map(({ since, grade }) => ({ since, grade }))];
    },
  };
}

/** In the order of days. */
async function changesOf(
  gradeChanges: Model<GradeChangeRecord>,
  personIds: readonly string[],
): Promise<Map<string, GradeChangeRecord[]>> {
  const found = await gradeChanges
    .find({ person: operator({ $in: [...personIds] }) })
    .sort({ person: 1, since: 1 })
    .lean<GradeChangeRecord[]>();
  return groupBy(found, ({ person }) => person);
}
