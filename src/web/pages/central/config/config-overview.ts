import { z } from 'zod';
import { pageFields } from '../../../../kernel/fields.js';
import { can } from '../../../../kernel/permissions.js';
import { isId } from '../../../../kernel/ids.js';
import { withdrawalInput } from '../../../../modules/targets/index.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import { oneTargetConfigShape, targetHistoryShape } from '../../../shapes/target-config.js';
import { pagerOf } from '../../../views/pager.js';

const permission = 'targets:manage';
const unit = 'central';
const params = z.object({ id: z.string().refine(isId) });
const FIRST = { page: 1, size: 20 };

type Asked = Pick<RouteRequest, 'actor' | 'services'>;

async function overview(
  { actor, services }: Asked,
  place: { readonly page: number; readonly size: number },
  refusal?: Refusal,
): Promise<PageAnswer> {
  const found = await services.targets.history({ number: place.page, size: place.size });
  const { calendar, lists } = await services.organizations.current();
  return {
    view: 'central/config/config',
    title: 'Configuration',
    model: {
      ...found,
      grades: lists.grades,
      calendar,
      calendarHref: can(actor, 'settings:manage', 'hr') ? paths.hr.settings('organization') : null,
      today: await services.organizations.today(),
      pager: pagerOf(found.history.page, (page) => withQuery(paths.central.config, { ...place, page })),
      message: refusal?.error.message ?? null,
    },
  };
}

export const configOverviewRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.central.config,
    permission,
    unit,
    summary: 'Targets, milestones, threshold and cap: what applies, what is planned, and who set what when.',
    query: z.object(pageFields),
    output: targetHistoryShape,
    handler: ({ query, services }) => services.targets.history({ number: query.page, size: query.size }),
    page: (_data, { actor, query, services }) => overview({ actor, services }, query),
  }),
  route({
    method: 'GET',
    path: paths.central.configVersion(),
    permission,
    unit,
    summary: 'One version of the configuration as it was set.',
    params,
    output: oneTargetConfigShape,
    handler: async ({ params: { id }, services }) => ({ config: await services.targets.version(id) }),
    page: async ({ config }, { services }) => {
      const { revision } = await services.targets.history({ number: 1, size: 1 });
      const { grades } = (await services.organizations.current()).lists;
      return {
        view: 'central/config/version',
        title: `Version ${config.number}`,
        breadcrumbs: [{ label: 'Configuration', href: paths.central.config }, { label: `Version ${config.number}` }],
        model: { version: config, revision, grades },
      };
    },
  }),
  route({
    method: 'POST',
    path: paths.central.configWithdrawal(),
    permission,
    unit,
    summary: 'Takes back a version whose day has not come.',
    params,
    stepUp: true,
    body: withdrawalInput,
    output: oneTargetConfigShape,
    handler: async ({ actor, params: { id }, body, services }) => {
      await services.targets.withdraw(actor, id, body);
      return { config: await services.targets.version(id) };
    },
    redirect: ({ config }) => ({
      to: paths.central.config,
      flash: { kind: 'success', text: `Version ${config.number} is withdrawn and will not apply.` },
    }),
    refused: (refusal, request) => overview(request, FIRST, refusal),
  }),
];
