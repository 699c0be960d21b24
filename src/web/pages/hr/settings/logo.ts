import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { ruleBroken } from '../../../../kernel/errors.js';
import { optionalField } from '../../../../kernel/fields.js';
import { paths } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { permission } from './settings-section.js';
import { settingsPage } from './settings-page.js';

const output = z.object({ logo: z.object({ type: z.string(), size: z.int() }).nullable() });
const YEAR_SECONDS = 31_536_000;

export const logoRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: paths.hr.logo,
    permission,
    unit: 'hr',
    summary: 'Replaces the logo: PNG, JPG or WEBP, at most 512 kB and 2000 x 2000 pixels.',
    status: 201,
    upload: { field: 'file', maxFiles: 1 },
    body: z.strictObject({}),
    output,
    handler: async ({ actor, files, services }) => {
      const [file] = files;
      if (file === undefined) throw ruleBroken('logo.missing', 'file', 'Choose a picture.');
      return { logo: await services.organizations.setLogo(actor, file) };
    },
    redirect: () => ({
      to: paths.hr.settings('organization'),
      flash: { kind: 'success', text: 'The logo is shown on every page now.' },
    }),
    refused: (refusal, { services }) => settingsPage('organization', services, { refusal, main: false }),
  }),
  route({
    method: 'POST',
    path: paths.hr.logoRemoval,
    permission,
    unit: 'hr',
    summary: 'Removes the logo.',
    body: z.strictObject({}),
    output,
    handler: async ({ actor, services }) => {
      await services.organizations.removeLogo(actor);
      return { logo: null };
    },
    redirect: () => ({
      to: paths.hr.settings('organization'),
      flash: { kind: 'success', text: 'The logo is removed.' },
    }),
  }),
];

/** Everybody of the organization sees it; nobody else. */
export const logoRoute: Route = route({
  method: 'GET',
  path: paths.organization.logo,
  permission: 'signed-in',
  summary: 'The logo of my organization.',
  query: z.object({ v: optionalField(z.string().max(64)) }),
  handler: ({ services }) => services.organizations.openLogo(),
  deliver: async (logo, { query, http: { res } }) => {
    const content = await open(logo.path);
    // An address that names the content stays true for ever; the bare one may mean another picture tomorrow.
    const named = query.v !== undefined && logo.hash.startsWith(query.v) && query.v.length >= 16;
    res.status(200);
    res.set({
      'Content-Type': logo.type,
      'Content-Length': String(logo.size),
      'Content-Disposition': 'inline',
      'Cache-Control': named ? `private, max-age=${YEAR_SECONDS}, immutable` : 'private, no-cache',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    });
    await pipeline(content.createReadStream(), res);
  },
});
