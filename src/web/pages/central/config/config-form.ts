import { newUuid } from '../../../../kernel/ids.js';
import { spokenDate } from '../../../../kernel/spoken-date.js';
import {
  targetConfigInput,
  targetConfigPreviewInput,
  type ConfigPreview,
  type TargetConfigFields,
} from '../../../../modules/targets/index.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../../route.js';
import type { Services } from '../../../services.js';
import { setTargetConfigShape, targetHistoryShape, targetPreviewShape } from '../../../shapes/target-config.js';
import { concernedPeople, type ConcernedPeople } from './concerned-people.js';
import { formErrors, formOf, perCentText, typedForm } from './config-form.presenter.js';

const permission = 'targets:manage';
const unit = 'central';
const TITLE = 'Change the configuration';
const NONE = { number: 1, size: 1 };
const breadcrumbs = [{ label: 'Configuration', href: paths.central.config }];

interface FormState {
  /** What was typed, where it is shown again. */
  readonly typed?: Readonly<Record<string, unknown>>;
  readonly refusal?: Refusal;
  /** True where what was typed is what applies already. */
  readonly unchanged?: boolean;
}

async function formPage({ targets, organizations }: Services, state: FormState = {}): Promise<PageAnswer> {
  const { grades } = (await organizations.current()).lists;
  const { revision, current, upcoming } = await targets.history(NONE);
  const days = await targets.startDays();
  const typed = state.refusal?.values ?? state.typed;
  const offered = [days.nextQuarter, days.nextYear, days.today];
  return {
    view: 'central/config/form',
    title: TITLE,
    breadcrumbs,
    model: {
      ...{ revision, current, upcoming, days },
      values:
        typed === undefined ? formOf(current, grades, days.nextQuarter) : typedForm(typed, current, grades, offered),
      errors: formErrors(state.refusal?.errors ?? [], grades),
      message: state.refusal?.error.message ?? null,
      unchanged: state.unchanged === true,
    },
  };
}

function reviewPage(
  preview: ConfigPreview & { readonly people: ConcernedPeople },
  seen: number | undefined,
): PageAnswer {
  return {
    view: 'central/config/review',
    title: 'Review the change',
    breadcrumbs,
    model: {
      preview,
      // Whoever looked at the page before somebody else changed something is told when it is sent.
      revision: seen ?? preview.revision,
      threshold: perCentText(preview.after.utilizationThreshold),
      key: newUuid(),
    },
  };
}

async function previewOf({ effectiveFrom, config }: TargetConfigFields, services: Services) {
  const preview = await services.targets.preview(effectiveFrom, config);
  return { ...preview, people: await concernedPeople(services, preview) };
}

export const configFormRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.central.newConfig,
    permission,
    unit,
    summary: 'The form with which targets, milestones, threshold and cap are changed.',
    output: targetHistoryShape,
    handler: ({ services }) => services.targets.history(NONE),
    page: (_data, { services }) => formPage(services),
  }),
  route({
    method: 'POST',
    path: paths.central.configPreview,
    permission,
    unit,
    summary: 'What a configuration would change, from when and for how many people; saves nothing.',
    body: targetConfigPreviewInput,
    output: targetPreviewShape,
    handler: async ({ body, services }) => ({ preview: body === null ? null : await previewOf(body, services) }),
    page: ({ preview }, { body, services, http }) =>
      preview === null || preview.changes.length === 0
        ? formPage(services, { typed: http.req.body as Record<string, unknown>, unchanged: preview !== null })
        : reviewPage(preview, body?.revision),
    refused: (refusal, { services }) => formPage(services, { refusal }),
  }),
  route({
    method: 'POST',
    path: paths.central.config,
    permission,
    unit,
    summary: 'Sets targets, milestones, threshold and cap from today or a later day.',
    status: 201,
    stepUp: true,
    idempotent: true,
    body: targetConfigInput,
    output: setTargetConfigShape,
    handler: async ({ actor, body: { effectiveFrom, config, revision }, services }) => ({
      config: await services.targets.revise(actor, effectiveFrom, config, { revision }),
    }),
    redirect: ({ config: { number, effectiveFrom } }) => ({
      to: paths.central.config,
      flash: { kind: 'success', text: `Version ${number} is set and applies from ${spokenDate(effectiveFrom)}.` },
    }),
    refused: (refusal, { services }) => formPage(services, { refusal }),
  }),
];
