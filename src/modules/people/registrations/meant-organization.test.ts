import { describe, expect, it } from 'vitest';
import {
  DEFAULT_CALENDAR,
  DEFAULT_LISTS,
  DEFAULT_SETTINGS,
  type Organization,
  type OrganizationSettings,
} from '../../organizations/index.js';
import { meantOrganization } from './meant-organization.js';

function organization(slug: string, settings: Partial<OrganizationSettings> = {}): Organization {
  return {
    ...{ id: slug, name: slug, slug, calendar: DEFAULT_CALENDAR, lists: DEFAULT_LISTS, logo: null, revision: 0 },
    settings: { ...DEFAULT_SETTINGS, registrationOpen: true, ...settings },
  };
}

const anybody = organization('anybody');
const bikes = organization('bikes', { allowedDomains: ['bikes.com', 'bikes.org'] });
const closed = organization('closed', { registrationOpen: false, allowedDomains: ['closed.com'] });

describe('the organization of a registration', () => {
  it.each([
    ['the only open one that takes any domain', [anybody, closed], 'guy@nowhere.com', null, 'anybody'],
    ['the only open one, when it lists the domain', [bikes, closed], 'guy@bikes.org', null, 'bikes'],
    ['none, when the only open one does not list the domain', [bikes], 'guy@nowhere.com', null, undefined],
    ['none, when the domain only ends like a listed one', [bikes], 'guy@evilbikes.com', null, undefined],
    ['the one that lists the domain, among several', [anybody, bikes], 'guy@bikes.com', null, 'bikes'],
    ['none of several, when no domain says which', [anybody, bikes], 'guy@nowhere.com', null, undefined],
    [
      'none, when two list the domain',
      [bikes, organization('b', { allowedDomains: ['bikes.com'] })],
      'guy@bikes.com',
      null,
      undefined,
    ],
    ['the one that is named', [anybody, bikes], 'guy@nowhere.com', 'anybody', 'anybody'],
    ['none, when the named one does not list the domain', [anybody, bikes], 'guy@nowhere.com', 'bikes', undefined],
    ['none, when the named one is closed', [anybody, closed], 'guy@closed.com', 'closed', undefined],
    ['none, when there is no such one', [anybody], 'guy@nowhere.com', 'unknown', undefined],
    ['none where all are closed', [closed], 'guy@closed.com', null, undefined],
  ] as const)('is %s', (_case, all, email, slug, expected) => {
    expect(meantOrganization(all, email, slug)?.slug).toBe(expected);
  });
});
