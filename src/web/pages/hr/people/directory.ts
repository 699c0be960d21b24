import { z } from 'zod';
import { idField, optionalField, pageFields, searchField } from '../../../../kernel/fields.js';
import type { Grant } from '../../../../kernel/units.js';
import { PERSON_SORTS, readGrant, type PersonFilter } from '../../../../modules/people/index.js';
import { paths } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { sendCsv } from '../../../send-csv.js';
import { peopleShape } from '../../../shapes/person.js';
import { directoryAddresses, type DirectoryQuery } from './directory.presenter.js';
import { grantChoices, grantCode, grantKey } from './grant-choices.js';
import { presentPeople } from './present-people.js';

const permission = 'people:administer';

const grantField = z.string().transform((text, context) => {
  const grant = readGrant(text);
  if (grant !== undefined) return grant;
  context.addIssue({ code: 'custom', message: 'A grant such as pm or hr_va.' });
  return z.NEVER;
});

const filterFields = {
  q: optionalField(searchField()),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(100)),
  location: optionalField(z.string().max(100)),
  level: optionalField(z.string().max(100)),
  grant: optionalField(grantField),
  manager: optionalField(idField('The id of a person.')),
  dp: optionalField(idField('The id of a person.')),
  status: optionalField(
    z.enum(['active', 'leaving', 'deactivated', 'all'], { error: 'active, leaving, deactivated or all.' }),
  ).transform((value) => value ?? 'active'),
  sort: optionalField(z.enum(PERSON_SORTS, { error: 'One of the columns that sort.' })).transform(
    (value) => value ?? 'name',
  ),
};

/** What the directory can be narrowed by; all of it stands in the address. */
export const directoryQuery = z.object({ ...filterFields, ...pageFields });

function filterOf({ manager, dp, status, ...rest }: Omit<DirectoryQuery, 'page' | 'size'>): PersonFilter {
  return { ...rest, managerId: manager, dpId: dp, status: status === 'all' ? undefined : status };
}

/** Letters and digits of a filter, for the file's name. */
function fileNameOf({ grant, ...query }: Omit<DirectoryQuery, 'page' | 'size'>, now: Date): string {
  const parts = Object.values({ ...query, grant: grant === undefined ? undefined : grantCode(grant) })
    .filter((value) => value !== undefined)
    .map((value) => value.replace(/[^\w-]+/g, '-'));
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `${['people', ...parts, stamp].join('_').slice(0, 150)}.csv`;
}

export const directoryRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.employees,
    permission,
    unit: 'hr',
    summary: 'The directory: search, filters, sorting, paging; active people unless said.',
    query: directoryQuery,
    output: peopleShape,
    handler: async ({ query, services }) => {
      const { page: number, size, ...filter } = query;
      const { items, page } = await services.people.list(filterOf(filter), { number, size });
      return { items: await presentPeople(services, items), page };
    },
    page: async (list, { query, services }) => ({
      view: 'hr/people/directory',
      title: 'People',
      model: {
        list,
        query,
        lists: (await services.organizations.current()).lists,
        grant: query.grant === undefined ? '' : grantCode(query.grant),
        grants: grantChoices([]),
        keyOf: (grant: Grant) => grantKey(grantCode(grant)),
        filter: await directoryAddresses(services, query, list.page),
      },
    }),
  }),
  route({
    method: 'POST',
    path: paths.hr.employeesExport,
    permission,
    unit: 'hr',
    summary: 'Downloads the people of a filter as CSV, in the order of the directory.',
    stepUp: true,
    body: z.strictObject(filterFields),
    handler: ({ actor, body, services }) =>
      Promise.resolve({
        rows: services.people.directoryCsv(actor, filterOf(body)),
        fileName: fileNameOf(body, services.clock.now()),
      }),
    deliver: ({ rows, fileName }, { http: { res } }) => sendCsv(res, rows, fileName),
  }),
];
