import { z } from 'zod';
import { pageFields, wholeNumberField } from '../../../../kernel/fields.js';
import { timesUsed, UNUSED } from '../../../../modules/catalog/index.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import { categoryDetailShape, oneCategoryShape } from '../../../shapes/category.js';
import { pagerOf } from '../../../views/index.js';

/** Codes are words; one that is not known is not found. */
export const codeParams = z.object({ code: z.string().max(60) });

const permission = 'categories:manage';
const unit = 'hr';

type Request = Pick<RouteRequest<{ code: string }>, 'params' | 'services'>;

async function detailOf({ params: { code }, services: { catalog } }: Request, place: { page: number; size: number }) {
  const { category, revision, scheduled } = await catalog.detail(code);
  return {
    category,
    revision,
    scheduled,
    usage: (await catalog.usage([code])).get(code) ?? UNUSED,
    worth: await catalog.preview(category, { code }),
    versions: await catalog.versions(code, { number: place.page, size: place.size }),
  };
}

const FIRST = { page: 1, size: 20 };

async function categoryPage(request: Request, place = FIRST, refusal?: Refusal): Promise<PageAnswer> {
  const detail = await detailOf(request, place);
  const { category, usage, versions } = detail;
  return {
    view: 'hr/categories/category',
    title: category.name,
    breadcrumbs: [{ label: 'Categories', href: paths.hr.categories }],
    model: {
      ...detail,
      times: timesUsed(usage),
      pager: pagerOf(versions.page, (page) => withQuery(paths.hr.category(category.code), { page })),
      message: refusal?.error.message ?? null,
    },
  };
}

export const categoryPageRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.category(),
    permission,
    unit,
    summary: 'One category: terms, versions, what each grade gets, how often it was used.',
    params: codeParams,
    query: z.object(pageFields),
    output: categoryDetailShape,
    handler: ({ params, query, services }) => detailOf({ params, services }, query),
    page: (_detail, { params, query, services }) => categoryPage({ params, services }, query),
  }),
  route({
    method: 'POST',
    path: paths.hr.categoryStatus(),
    permission,
    unit,
    summary: 'Offers a category or takes it off; what is pending can still be decided.',
    params: codeParams,
    body: z.strictObject({ status: z.enum(['active', 'inactive'], { error: 'active or inactive' }) }),
    output: oneCategoryShape,
    handler: async ({ actor, params: { code }, body, services }) => ({
      category: await services.catalog.setStatus(actor, code, body.status),
    }),
    redirect: ({ category }) => ({
      to: paths.hr.category(category.code),
      flash: {
        kind: 'success',
        text:
          category.status === 'active'
            ? `${category.name} is offered again.`
            : `${category.name} is not offered any more. What is pending can still be decided.`,
      },
    }),
    refused: (refusal, { params, services }) => categoryPage({ params, services }, FIRST, refusal),
  }),
  route({
    method: 'POST',
    path: paths.hr.categoryWithdrawal(),
    permission,
    unit,
    summary: 'Takes back a version whose day has not come.',
    params: codeParams,
    body: z.strictObject({ version: wholeNumberField(1, 999_999_999) }),
    output: oneCategoryShape,
    handler: async ({ actor, params: { code }, body, services }) => {
      await services.catalog.withdrawVersion(actor, code, body.version);
      return { category: await services.catalog.byCode(code) };
    },
    redirect: ({ category }, { body }) => ({
      to: paths.hr.category(category.code),
      flash: { kind: 'success', text: `Version ${body.version} is withdrawn and will not apply.` },
    }),
    refused: (refusal, { params, services }) => categoryPage({ params, services }, FIRST, refusal),
  }),
  route({
    method: 'POST',
    path: paths.hr.categoryDeletion(),
    permission,
    unit,
    summary: 'Deletes a category that was never used.',
    params: codeParams,
    body: z.strictObject({}),
    output: z.object({ deleted: z.string() }),
    handler: async ({ actor, params: { code }, services }) => {
      await services.catalog.remove(actor, code);
      return { deleted: code };
    },
    redirect: ({ deleted }) => ({
      to: paths.hr.categories,
      flash: { kind: 'success', text: `The category ${deleted} is deleted.` },
    }),
    refused: (refusal, { params, services }) => categoryPage({ params, services }, FIRST, refusal),
  }),
];
