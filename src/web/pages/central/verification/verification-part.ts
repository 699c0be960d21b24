import { z } from 'zod';
import { newUuid } from '../../../../kernel/ids.js';
import type { Verification } from '../../../../modules/verification/index.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer } from '../../../route.js';
import type { Services } from '../../../services.js';
import { startedVerificationShape, verificationListShape } from '../../../shapes/verification.js';
import type { UnitPages } from '../../../workspaces/unit-part.js';
import { presentVerifications } from './verification.presenter.js';

const permission = 'operations:view';
/** A browser without scripts looks again so often while something is going on. */
const REFRESH_SECONDS = 2;

async function verificationPage(
  verifications: readonly Verification[],
  services: Services,
  message?: string,
): Promise<PageAnswer> {
  const model = presentVerifications(verifications);
  const people = await services.people.byIds(model.differences.flatMap(({ personId }) => personId ?? []));
  return {
    view: 'central/verification',
    title: 'Verification',
    ...(model.running !== null && { refresh: REFRESH_SECONDS }),
    model: {
      ...model,
      differences: model.differences.map((difference) => ({
        ...difference,
        name: people.get(difference.personId ?? '')?.name ?? null,
      })),
      key: newUuid(),
      message: message ?? null,
    },
  };
}

/** Whether entries and projections agree. */
export const verificationPart: UnitPages = {
  pages: [{ label: 'Verification', group: 'Company', href: paths.central.verification, permission }],
  routes: [
    route({
      method: 'GET',
      path: paths.central.verification,
      permission,
      unit: 'central',
      summary: 'The last verifications of entries, totals and boards, newest first, with what differs.',
      output: verificationListShape,
      handler: async ({ actor, services }) => ({ verifications: await services.verification.list(actor) }),
      page: ({ verifications }, { services }) => verificationPage(verifications, services),
    }),
    route({
      method: 'POST',
      path: paths.central.verification,
      permission,
      unit: 'central',
      idempotent: true,
      summary: 'Begins a verification in the background; where one is at hand, that one is answered.',
      status: 202,
      body: z.strictObject({}),
      output: startedVerificationShape,
      handler: async ({ actor, services }) => ({ verification: await services.verification.start(actor) }),
      redirect: () => ({ to: paths.central.verification }),
      refused: async ({ error }, { actor, services }) =>
        verificationPage(await services.verification.list(actor), services, error.message),
    }),
  ],
};
