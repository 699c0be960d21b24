import { pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import type { CentralFilter, CentralRow } from './central-figures.js';
import type { CentralLook } from './central-look.js';
import { centralOrder } from './central-order.js';
import { centralRows } from './central-rows.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** One page of everybody with figures, in the order asked for. */
export async function centralPeople(
  deps: ReportsDependencies,
  filter: CentralFilter,
  page: PageRequest,
  look: CentralLook,
): Promise<Page<CentralRow>> {
  const order = await centralOrder(deps, filter, look);
  const people = await order.page(page);
  return pageOf(await centralRows(deps, people.items, look), page, people.page.total);
}

/** All of them in the same order, in pieces. */
export async function* eachCentralRow(
  deps: ReportsDependencies,
  filter: CentralFilter,
  look: CentralLook,
): AsyncGenerator<CentralRow[]> {
  const order = await centralOrder(deps, filter, look);
  for await (const people of order.each()) yield await centralRows(deps, people, look);
}
