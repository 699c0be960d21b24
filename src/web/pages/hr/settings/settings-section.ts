import type { z } from 'zod';
import type { Organization, OrganizationChanges } from '../../../../modules/organizations/index.js';
import { wholeNumberField } from '../../../../kernel/fields.js';
import { paths, type SettingsSection } from '../../../paths.js';
import { route, type Flash, type Route } from '../../../route.js';
import type { Services } from '../../../services.js';
import { organizationShape } from '../../../shapes/organization.js';
import { settingsPage } from './settings-page.js';

export const permission = 'settings:manage';

/** Part of every form: the state of the settings that it was made from, so that no change in between is lost. */
export const revisionField = wholeNumberField(0, 999_999_999, 'Send the revision that your change was made from.');

interface Section<B extends z.ZodType> {
  readonly key: SettingsSection;
  /** What the section is about, for the API document: "the working time". */
  readonly about: string;
  readonly body: B;
  readonly changes: (body: z.output<B>) => OrganizationChanges;
  /** Refuses before anything is changed. */
  readonly check?: (body: z.output<B>, current: Organization, services: Services) => void;
  readonly stepUp?: true;
}

const SAVED: Flash = { kind: 'success', text: 'The settings are saved and apply from now on.' };

/** The page of a section and the form that saves it. */
export function settingsSection<B extends z.ZodType<{ readonly revision: number }>>(
  section: Section<B>,
): readonly Route[] {
  const { key, about, body, changes, check, stepUp } = section;
  const path = paths.hr.settings(key);
  return [
    route({
      method: 'GET',
      path,
      permission,
      unit: 'hr',
      summary: `Shows ${about}.`,
      output: organizationShape,
      handler: async ({ services }) => ({ organization: await services.organizations.fresh() }),
      page: (_data, { services }) => settingsPage(key, services),
    }),
    route({
      method: 'POST',
      path,
      permission,
      unit: 'hr',
      summary: `Changes ${about}.`,
      body,
      output: organizationShape,
      ...(stepUp === true && { stepUp }),
      handler: async ({ actor, body: given, services }) => {
        const input = given as z.output<B>;
        check?.(input, await services.organizations.fresh(), services);
        const organization = await services.organizations.revise(actor, changes(input), { revision: input.revision });
        return { organization };
      },
      redirect: () => ({ to: path, flash: SAVED }),
      refused: (refusal, { services }) => settingsPage(key, services, { refusal }),
    }),
  ];
}
