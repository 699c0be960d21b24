import type { PersonActor } from '../../../kernel/actor.js';
import { can } from '../../../kernel/permissions.js';
import { isQuarterKey, isYearKey } from '../../../kernel/period.js';
import { decidingDuty } from '../../../kernel/units.js';
import { hoursOfWorkday } from '../../../modules/organizations/index.js';
import { MAX_BULK, seesWholeUnit } from '../../../modules/requests/index.js';
import { periodChoices } from '../../forms/period-choices.js';
import { unitPaths } from '../../paths.js';
import { route, type PageAnswer, type Route, type RouteRequest } from '../../route.js';
import { queueListShape } from '../../shapes/queue.js';
import type { Services } from '../../services.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { filterOf, queueQuery, type QueueQuery } from './queue-query.js';
import { queueAddresses, statusesOf, tabOf } from './queue.presenter.js';

type QueueRequest = Pick<RouteRequest<unknown, QueueQuery>, 'actor' | 'query' | 'services'>;
type QueueList = Awaited<ReturnType<typeof queueList>>;

async function queueList(unit: UnitDeclaration, { actor, query, services }: QueueRequest) {
  const { page: number, size, sort } = query;
  const found = await services.requests.queue(actor, unit.unit, filterOf(query), { number, size }, sort);
  const limits = await services.requests.limitsOf(found.items.filter(({ status }) => status === 'pending'));
  return {
    ...found,
    items: found.items.map((request) => ({ ...request, limit: limits.get(request.id) ?? null })),
  };
}

/** Whom a filter may name as the one who has it: the unit's deciders, for those who see what is with others. */
async function decidersOf(unit: UnitDeclaration, actor: PersonActor, services: Services) {
  if (!seesWholeUnit(actor, unit.unit)) return [];
  const holders = await services.people.holders(unit.unit, decidingDuty(unit.unit));
  return holders.map(({ id, name }) => ({ value: id, label: name }));
}

async function queuePage(unit: UnitDeclaration, request: QueueRequest, list: QueueList): Promise<PageAnswer> {
  const { actor, query, services } = request;
  const { settings, lists } = await services.organizations.current();
  const categories = await services.catalog.list({ unit: unit.unit });
  const periods = await periodChoices(services);
  const named = [query.person, query.decider].filter((id) => id !== undefined);
  const names = named.length === 0 ? new Map<string, { name: string }>() : await services.people.byIds(named);
  const decides = can(actor, 'requests:decide', unit.unit);
  return {
    view: 'unit/queue',
    title: `${unit.label}: requests`,
    model: {
      list,
      query,
      unit,
      addresses: unitPaths(unit.key),
      decides,
      most: MAX_BULK,
      absence: await services.absences.notices(actor.personId),
      workday: hoursOfWorkday(settings),
      overdueAfter: settings.escalateAfterWorkingDays,
      filter: queueAddresses(unit, query, list.page, list.counts, decides),
      statuses: statusesOf(tabOf(query)),
      categories: categories.map(({ code, name }) => ({ value: code, label: name })),
      deciders: await decidersOf(unit, actor, services),
      nameOf: (id: string) => names.get(id)?.name ?? id,
      lists,
      quarters: periods.filter(({ value }) => isQuarterKey(value)),
      years: periods.filter(({ value }) => isYearKey(value)),
    },
  };
}

/** Queue and history of a unit: what waits, oldest first with its age, and what was decided. */
export function queueRoute(unit: UnitDeclaration): Route {
  return route({
    method: 'GET',
    path: unitPaths(unit.key).requests,
    permission: 'requests:view',
    unit: unit.unit,
    summary: `Requests that ${unit.label} may see, pending ones first.`,
    query: queueQuery,
    output: queueListShape,
    handler: (request) => queueList(unit, request),
    page: (list, request) => queuePage(unit, request, list),
  });
}
