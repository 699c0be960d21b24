import { describe, expect, it } from 'vitest';
import type { PersonActor } from '../../kernel/actor.js';
import { grantFromCode } from '../../kernel/units.js';
import { WORKSPACES } from '../route-table.js';
import { navigationFor } from './navigation.js';

function actor(...codes: string[]): PersonActor {
  return {
    kind: 'person',
    organizationId: 'o',
    personId: 'p',
    name: 'Guy Gilbert',
    email: 'guy1@adventure-works.com',
    grade: 'C1',
    grants: codes.flatMap((code) => grantFromCode(code) ?? []),
    mustChangePassword: false,
  };
}

const keysFor = (...codes: string[]) => navigationFor(actor(...codes), WORKSPACES, '/').map(({ key }) => key);

describe('navigation', () => {
  it('shows everybody the own workspace, and others by grant', () => {
    expect(keysFor()).toEqual(['employee']);
    expect(keysFor('pm')).toEqual(['employee', 'pm']);
    expect(keysFor('dp')).toEqual(['employee', 'dp']);
    expect(keysFor('ta_up')).toEqual(['employee', 'ta']);
    expect(keysFor('central', 'hr', 'pm_arch')).toEqual(['employee', 'pmarch', 'hr', 'central']);
  });

  it('shows pages by permission: a validator of HR imports nobody', () => {
    const pagesOf = (code: string) =>
      navigationFor(actor(code), WORKSPACES, '/')
        .find(({ key }) => key === 'hr')
        ?.pages.map(({ href }) => href);
    expect(pagesOf('hr')).toContain('/hr/imports');
    expect(pagesOf('hr_va')).not.toContain('/hr/imports');
    expect(pagesOf('hr_va')).toContain('/hr/requests');
  });

  it('marks the open workspace and page, also below the page', () => {
    const [employee, pm] = navigationFor(actor('pm'), WORKSPACES, '/pm/requests/0123456789abcdef01234567');
    expect(employee?.active).toBe(false);
    expect(pm?.active).toBe(true);
    expect(pm?.pages.map(({ href, active }) => [href, active])).toEqual(
      expect.arrayContaining([
        ['/pm/dashboard', false],
        ['/pm/requests', true],
      ]),
    );
    const [, arch] = navigationFor(actor('pm_arch', 'pm'), WORKSPACES, '/pmarch/dashboard');
    expect(arch).toMatchObject({ key: 'pm', active: false });
  });

  it('marks one page of a workspace: its own, or the one to which the address belongs', () => {
    const marked = (path: string, ...codes: string[]) =>
      navigationFor(actor(...codes), WORKSPACES, path)
        .flatMap(({ pages }) => pages)
        .filter(({ active }) => active)
        .map(({ label }) => label);
    // Administration has the list of imports as its own page, an updater only files.
    expect(marked('/hr/imports', 'hr')).toEqual(['Imports']);
    expect(marked('/hr/imports', 'hr_up')).toEqual(['Files']);
    expect(marked('/hr/imports', 'hr', 'hr_up')).toEqual(['Imports']);
    expect(marked('/hr/imports/proposals', 'hr', 'hr_up')).toEqual(['Files']);
    expect(marked('/ta/proposals', 'ta_up')).toEqual(['Propose']);
    expect(marked('/ta/nowhere', 'ta_up')).toEqual([]);
    expect(marked('/hr/entries/0123456789abcdef01234567', 'hr')).toEqual(['People']);
    // Deciding many belongs to the queue.
    expect(marked('/pm/bulk-preview', 'pm')).toEqual(['Requests']);
    expect(marked('/pm/bulk-decisions/0123456789abcdef01234567', 'pm')).toEqual(['Requests']);
  });
});
