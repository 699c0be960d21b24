import { z } from 'zod';
import { pageFields } from '../../../kernel/fields.js';
import { periodOfDate, yearKey } from '../../../kernel/period.js';
import { paths, withQuery } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { pageShape, personSummary } from '../../shapes/common.js';
import { pagerOf } from '../../views/pager.js';

const path = paths.unit('dp').dashboard;

/** The people whose delivery partner one is, with their points of quarter and year. */
export const peopleOfDeliveryPartner: Route = route({
  method: 'GET',
  path,
  permission: 'workspace:view',
  unit: 'dp',
  summary: 'The people assigned to me as delivery partner, with their points.',
  query: z.object(pageFields),
  output: pageShape(personSummary.extend({ quarter: z.int(), year: z.int() })),
  handler: async ({ actor, query, services }) => {
    const { calendar } = await services.organizations.current();
    const period = periodOfDate(await services.organizations.today(), calendar);
    const people = await services.people.list(
      { dpId: actor.personId, status: 'active' },
      { number: query.page, size: query.size },
    );
    const ids = people.items.map(({ id }) => id);
    const totals = await services.ledger.totals(ids, [period.quarter, yearKey(period.year)]);
    return {
      page: people.page,
      period,
      items: people.items.map(({ id, name, grade, department }) => ({
        id,
        name,
        grade,
        department,
        quarter: totals.get(id)?.[period.quarter]?.regular ?? 0,
        year: totals.get(id)?.[yearKey(period.year)]?.regular ?? 0,
      })),
    };
  },
  page: (list) => ({
    view: 'dp/own-people',
    title: 'My people',
    model: { list, pager: pagerOf(list.page, (page) => withQuery(path, { page })) },
  }),
});
