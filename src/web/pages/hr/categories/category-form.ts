import { UNITS } from '../../../../kernel/units.js';
import {
  categoryPreviewInput,
  categoryRevisionInput,
  EVIDENCE_RULES,
  FREQUENCIES,
  isComputed,
  newCategoryInput,
  type CategoryPreview,
} from '../../../../modules/catalog/index.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../../route.js';
import type { Services } from '../../../services.js';
import { categoryDetailShape, categoryPreviewShape, oneCategoryShape } from '../../../shapes/category.js';
import { emptyForm, formOf, typedForm } from './category-form.presenter.js';
import { codeParams } from './category-page.js';

const permission = 'categories:manage';
const unit = 'hr';

/** Kinds that people choose; what the product computes is none of them. */
const CHOSEN_KINDS = ['raised', 'proposed', 'award', 'on-behalf'] as const;

interface FormState {
  /** Absent for a new category. */
  readonly of?: string | undefined;
  readonly refusal?: Refusal | undefined;
  /** What was typed, where it is shown again with what it would mean. */
  readonly typed?: Readonly<Record<string, unknown>> | undefined;
  readonly preview?: CategoryPreview | undefined;
}

async function formPage({ catalog, organizations }: Services, state: FormState): Promise<PageAnswer> {
  const { grades } = (await organizations.current()).lists;
  const today = await organizations.today();
  const detail = state.of === undefined ? undefined : await catalog.detail(state.of);
  const fresh =
    detail === undefined ? emptyForm(grades, today) : formOf(detail.category, grades, today, detail.revision);
  const typed = state.refusal?.values ?? state.typed;
  const errors = state.refusal?.errors ?? [];
  return {
    view: 'hr/categories/form',
    title: detail === undefined ? 'New category' : `Change ${detail.category.name}`,
    breadcrumbs: [
      { label: 'Categories', href: paths.hr.categories },
      ...(detail === undefined ? [] : [{ label: detail.category.name, href: paths.hr.category(detail.category.code) }]),
    ],
    model: {
      category: detail?.category ?? null,
      scheduled: detail?.scheduled ?? [],
      computed: detail !== undefined && isComputed(detail.category.code),
      values: typed === undefined ? fresh : typedForm(typed, grades, errors),
      // A value at a row stands in the row; the summary leads there.
      errors,
      message: state.refusal?.error.message ?? null,
      preview: state.preview ?? null,
      today,
      choices: {
        units: UNITS.filter((name) => name !== 'dp'),
        kinds: CHOSEN_KINDS,
        evidence: EVIDENCE_RULES,
        frequencies: FREQUENCIES,
      },
    },
  };
}

export const categoryFormRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.newCategory,
    permission,
    unit,
    summary: 'The form of a new category.',
    handler: async ({ services }) => ({ grades: (await services.organizations.current()).lists.grades }),
    page: (_data, { services }) => formPage(services, {}),
  }),
  route({
    method: 'POST',
    path: paths.hr.newCategory,
    permission,
    unit,
    summary: 'Creates a category, active from today.',
    status: 201,
    body: newCategoryInput,
    output: oneCategoryShape,
    handler: async ({ actor, body, services }) => ({
      category: await services.catalog.create(actor, { code: body.code, ...body.terms }),
    }),
    redirect: ({ category }) => ({
      to: paths.hr.category(category.code),
      flash: { kind: 'success', text: `${category.name} is created and offered from now on.` },
    }),
    refused: (refusal, { services }) => formPage(services, { refusal }),
  }),
  route({
    method: 'POST',
    path: paths.hr.newCategoryPreview,
    permission,
    unit,
    summary: 'What each grade would get of a new category; saves nothing.',
    body: categoryPreviewInput,
    output: categoryPreviewShape,
    handler: ({ body: { terms }, services }) => services.catalog.preview(terms),
    page: (preview, { services, http }) =>
      formPage(services, { preview, typed: http.req.body as Record<string, unknown> }),
    refused: (refusal, { services }) => formPage(services, { refusal }),
  }),
  route({
    method: 'POST',
    path: paths.hr.categoryPreview(),
    permission,
    unit,
    summary: 'What each grade would get after a change, beside what it gets now; saves nothing.',
    params: codeParams,
    body: categoryPreviewInput,
    output: categoryPreviewShape,
    handler: ({ params: { code }, body: { terms, effectiveFrom }, services }) =>
      services.catalog.preview(terms, { code, on: effectiveFrom }),
    page: (preview, { params, services, http }) =>
      formPage(services, { of: params.code, preview, typed: http.req.body as Record<string, unknown> }),
    refused: (refusal, { params, services }) => formPage(services, { of: params.code, refusal }),
  }),
  route({
    method: 'GET',
    path: paths.hr.categoryEdit(),
    permission,
    unit,
    summary: 'The form of a category that is there.',
    params: codeParams,
    output: categoryDetailShape.pick({ category: true, revision: true, scheduled: true }),
    handler: ({ params, services }) => services.catalog.detail(params.code),
    page: (_detail, { params, services }) => formPage(services, { of: params.code }),
  }),
  route({
    method: 'POST',
    path: paths.hr.categoryEdit(),
    permission,
    unit,
    summary: 'Makes a new version of a category that applies from today or a later day.',
    params: codeParams,
    body: categoryRevisionInput,
    output: oneCategoryShape,
    handler: async ({ actor, params: { code }, body: { terms, effectiveFrom, revision }, services }) => {
      const { category: before, scheduled } = await services.catalog.detail(code);
      const category = await services.catalog.revise(actor, code, terms, { effectiveFrom, revision });
      const changed = ![before, ...scheduled].some(({ version }) => version === category.version);
      return { category, changed };
    },
    redirect: ({ category, changed }, { body }) => ({
      to: paths.hr.category(category.code),
      flash: changed
        ? {
            kind: 'success',
            text: `${category.name}: version ${category.version} is saved${whenOf(body.effectiveFrom)}.`,
          }
        : { kind: 'info', text: `Nothing was changed about ${category.name}.` },
    }),
    refused: (refusal, { params, services }) => formPage(services, { of: params.code, refusal }),
  }),
];

function whenOf(effectiveFrom: string | undefined): string {
  return effectiveFrom === undefined ? '' : ` and applies from ${effectiveFrom}`;
}
