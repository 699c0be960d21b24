import { isYearKey } from '../../../../kernel/period.js';
import { periodChoices } from '../../../forms/period-choices.js';
import { unitPaths } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { sendCsv } from '../../../send-csv.js';
import { ownPeopleShape } from '../../../shapes/own-people.js';
import type { PeopleUnit } from './people-unit.js';
import { peopleAddresses } from './people-list.presenter.js';
import { filterOf, peopleExportBody, peopleQuery } from './people-query.js';

/** Whose figures somebody of the unit may look at: quarters, year, what is expected, what waits. */
export function peopleListRoute(unit: PeopleUnit): Route {
  const addresses = unitPaths(unit.key);
  return route({
    method: 'GET',
    path: addresses.employees,
    permission: unit.permission,
    unit: unit.unit,
    summary: `The people of ${unit.label} that one may look at, with quarters, expected minimum and what waits.`,
    query: peopleQuery,
    output: ownPeopleShape,
    handler: ({ actor, query, services }) => {
      const { page: number, size, ...filter } = query;
      return services.reports.ownPeople(actor, unit.unit, unit.people, filterOf(filter), { number, size });
    },
    page: async (list, { query, services }) => ({
      view: 'unit/people/list',
      title: unit.title,
      model: {
        list,
        query,
        unit,
        addresses,
        lists: (await services.organizations.current()).lists,
        years: (await periodChoices(services)).filter(({ value }) => isYearKey(value)),
        filter: peopleAddresses(addresses.employees, query, list.page),
      },
    }),
  });
}

export function peopleExportRoute(unit: PeopleUnit): Route {
  return route({
    method: 'POST',
    path: unitPaths(unit.key).employeesExport,
    permission: unit.permission,
    unit: unit.unit,
    summary: `Downloads the people of ${unit.label} of a filter as CSV, by name.`,
    stepUp: true,
    body: peopleExportBody,
    handler: ({ actor, body, services }) => {
      const stamp = services.clock.now().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
      const named = [body.year, body.q, body.department, body.grade, body.location, body.status]
        .filter((value) => value !== undefined)
        .map((value) => String(value).replace(/[^\w-]+/g, '-'));
      return Promise.resolve({
        rows: services.reports.ownPeopleCsv(actor, unit.unit, unit.people, filterOf(body)),
        fileName: `${[unit.key, 'people', ...named, stamp].join('_').slice(0, 150)}.csv`,
      });
    },
    deliver: ({ rows, fileName }, { http: { res } }) => sendCsv(res, rows, fileName),
  });
}
