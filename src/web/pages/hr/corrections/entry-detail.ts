import type { PersonActor } from '../../../../kernel/actor.js';
import { mayCorrect } from '../../../../modules/ledger/index.js';
import { newUuid } from '../../../../kernel/ids.js';
import { paths } from '../../../paths.js';
import type { PageAnswer, Refusal } from '../../../route.js';
import type { Services } from '../../../services.js';

/** An entry with everything that answers "why these points?", and what a correction would change. */
export async function entryDetail({ ledger, people, catalog }: Services, actor: PersonActor, id: string) {
  const entry = await ledger.byId(id);
  const { entries: corrections, worth, reversed } = await ledger.corrections(id);
  const person = await people.byId(entry.personId);
  const category = await catalog.find(entry.categoryCode);
  const totals = await ledger.totals([person.id], [entry.quarter]);
  return {
    entry,
    corrections,
    worth,
    reversed,
    person,
    categoryName: category?.name ?? entry.categoryCode,
    quarter: { period: entry.quarter, regular: totals.get(person.id)?.[entry.quarter]?.regular ?? 0 },
    mayCorrect: mayCorrect(actor, entry) && entry.correctsEntryId === null && !reversed,
  };
}

export type EntryDetail = Awaited<ReturnType<typeof entryDetail>>;

/** The way back from an entry. */
export function crumbsToEntries({ id, name }: { readonly id: string; readonly name: string }) {
  return [
    { label: 'People', href: paths.hr.employees },
    { label: name, href: paths.hr.person(id) },
    { label: 'Entries', href: paths.hr.personEntries(id) },
  ];
}

/** The entry's page, with the forms of both corrections as they were typed. */
export function entryPage(detail: EntryDetail, actor: PersonActor, refusal?: Refusal, about?: 'reversal'): PageAnswer {
  const { entry, person, categoryName } = detail;
  const errors = refusal?.errors ?? [];
  return {
    view: 'hr/entries/entry',
    title: `${categoryName}, ${person.name}`,
    breadcrumbs: crumbsToEntries(person),
    model: {
      detail,
      own: entry.personId === actor.personId,
      key: newUuid(),
      values: refusal?.values ?? {},
      adjustmentErrors: about === undefined ? errors : [],
      reversalErrors: about === 'reversal' ? errors : [],
      message: refusal?.error.message ?? null,
    },
  };
}
