import { newId } from '../../src/kernel/ids.js';
import { quietly } from '../../src/platform/request-context.js';
import type { NewOrganization } from '../../src/modules/organizations/index.js';
import type { Person } from '../../src/modules/people/index.js';
import { PASSWORD, signIn, signInByToken, type Agent } from './agents.js';
import type { TestApp } from './app.js';
import type { PersonOverrides, Tenant } from './world.js';

/** Everybody a test over HTTP may need, by what they are. */
const ROLES = {
  /** Raises requests; reports to `manager`. */
  employee: { grade: 'C1' },
  /** Reports to the same manager. */
  colleague: { grade: 'C1', department: 'Sales' },
  manager: { grade: 'D1', grants: ['pm'] },
  /** Another team's. */
  otherManager: { grade: 'D1', grants: ['pm'] },
  hrAdmin: { grade: 'D1', grants: ['hr'] },
  hrValidator: { grade: 'C2', grants: ['hr_va'] },
  hrOther: { grade: 'C2', grants: ['hr_va'] },
  hrUpdater: { grade: 'C1', grants: ['hr_up'] },
  taUpdater: { grade: 'C1', grants: ['ta_up'] },
  ldUpdater: { grade: 'C1', grants: ['ld_up'] },
  pmoUpdater: { grade: 'C1', grants: ['pmo_up'] },
  pmarch: { grade: 'C2', grants: ['pm_arch'] },
  pmarchOther: { grade: 'C2', grants: ['pm_arch'] },
  pmo: { grade: 'C2', grants: ['pmo_va'] },
  pmoOther: { grade: 'C2', grants: ['pmo_va'] },
  ta: { grade: 'C2', grants: ['ta_va'] },
  taOther: { grade: 'C2', grants: ['ta_va'] },
  ld: { grade: 'C2', grants: ['ld_va'] },
  ldOther: { grade: 'C2', grants: ['ld_va'] },
  presales: { grade: 'C2', grants: ['presales'] },
  presalesOther: { grade: 'C2', grants: ['presales'] },
  marketing: { grade: 'C2', grants: ['marketing'] },
  marketingOther: { grade: 'C2', grants: ['marketing'] },
  central: { grade: 'D2', grants: ['central'] },
  dp: { grade: 'D1', grants: ['dp'] },
} satisfies Record<string, PersonOverrides>;

export type Role = keyof typeof ROLES;

export interface Cast {
  readonly tenant: Tenant;
  readonly people: Readonly<Record<Role, Person>>;
  /** A device on which the person is signed in; the same one each time. */
  as(role: Role): Promise<Agent>;
  /** A program with a token of the person's. */
  asToken(role: Role): Promise<Agent>;
}

/** An organization with its people. Addresses are of their own, since a sign-in looks across organizations. */
export async function createCast(app: TestApp, input: Partial<NewOrganization> = {}): Promise<Cast> {
  const tenant = await app.tenant(input);
  const { slug } = tenant.organization;
  const roles = [...new Set<Role>(['manager', 'dp', ...(Object.keys(ROLES) as Role[])])];
  const superiors = { managerId: newId(app.clock.now()), dpId: newId(app.clock.now()) };
  const newcomers = roles.map((role) => ({
    email: `${role}@${slug}.com`,
    ...ROLES[role],
    ...(role === 'manager' && { id: superiors.managerId }),
    ...(role === 'dp' && { id: superiors.dpId }),
    ...((role === 'employee' || role === 'colleague') && superiors),
  }));
  const initialPasswordHash = await app.container.people.access.hashPassword(PASSWORD);
  // Nothing follows from people with passwords in an organization without boards, so nothing has to be relayed.
  const registered = await quietly(() => tenant.people(newcomers, { initialPasswordHash, mustChangePassword: false }));
  const everybody = Object.fromEntries(roles.map((role, index) => [role, registered[index]])) as Record<Role, Person>;
  const agents = new Map<Role, Promise<Agent>>();
  return {
    tenant,
    people: everybody,
    as(role) {
      const agent = agents.get(role) ?? signIn(app, everybody[role]);
      agents.set(role, agent);
      return agent;
    },
    asToken: (role) => signInByToken(app, everybody[role]),
  };
}
