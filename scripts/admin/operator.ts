import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { EngineStartError } from 'embedded-mongo';
import { readConfig, type Config } from '../../src/config.js';
import type { Container } from '../../src/container.js';
import { systemActor, type SystemActor } from '../../src/kernel/actor.js';
import { inOrganization } from '../../src/platform/request-context.js';
import type { Organization } from '../../src/modules/organizations/index.js';
import type { Person } from '../../src/modules/people/index.js';
import { projectRoot } from '../../src/project-root.js';
import { Refusal } from './refusal.js';
import type { Terminal } from './terminal.js';

/** What a command has: the installation that the environment names, and somebody at a terminal. */
export interface Operator {
  /** @throws ConfigError */
  readonly config: Config;
  readonly terminal: Terminal;
  /** Prints a line of the result. */
  readonly say: (line: string) => void;
  /**
   * Opens the database for some work and closes it again. Nothing runs in the background meanwhile; what was recorded
   * is delivered by the application.
   * @throws Refusal where there is no installation yet, or the application has the data folder
   */
  readonly withContainer: <T>(
    work: (container: Container) => Promise<T>,
    options?: { readonly mayBeNew?: true; readonly beside?: true },
  ) => Promise<T>;
  /** The same in the context of one organization, which needs no name where there is only one. @throws Refusal */
  readonly inOrganization: <T>(slug: string | undefined, work: (at: At) => Promise<T>) => Promise<T>;
  /** The same for one person of it. @throws Refusal */
  readonly withPerson: <T>(
    who: { readonly email: string; readonly organization: string | undefined },
    work: (at: At & { readonly person: Person }) => Promise<T>,
  ) => Promise<T>;
}

/** Where a command is at work, and as whom. */
export interface At {
  readonly container: Container;
  readonly organization: Organization;
  /** For the audit: "operator <account of the operating system>". */
  readonly actor: SystemActor;
}

export function createOperator(
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
  say: (line: string) => void,
): Operator {
  let config: Config | undefined;
  const readOnce = () => (config ??= readConfig(environment, projectRoot()));

  const withContainer: Operator['withContainer'] = async (work, options = {}) => {
    const container = await open(readOnce(), options);
    try {
      return await work(container);
    } finally {
      await container.close();
    }
  };

  const within: Operator['inOrganization'] = (slug, work) =>
    withContainer(async (container) => {
      const organization = chosen(await container.organizations.list(), slug);
      const actor = systemActor(organization.id, operatorName());
      return inOrganization(organization.id, () => work({ container, organization, actor }));
    });

  return {
    get config() {
      return readOnce();
    },
    terminal,
    say,
    withContainer,
    inOrganization: within,
    withPerson: ({ email, organization: slug }, work) =>
      within(slug, async (at) => {
        const person = await at.container.people.byEmail(email.trim().toLowerCase());
        if (person === undefined) throw new Refusal(`Nobody of ${at.organization.name} has the address ${email}.`);
        return work({ ...at, person });
      }),
  };
}

async function open(
  config: Config,
  { mayBeNew = false, beside = false }: { readonly mayBeNew?: boolean; readonly beside?: boolean },
): Promise<Container> {
  if (config.mongoUri === undefined && !mayBeNew && !existsSync(path.join(config.dataDir, 'data.sqlite'))) {
    throw new Refusal(`There is no installation in ${config.dataDir}. Set DATA_DIR or MONGO_URI to where yours is.`);
  }
  // Loaded once it is needed: help, and what was typed wrongly, are answered without the product.
  const [{ openContainer }, { createLogger }] = await Promise.all([
    import('../../src/container.js'),
    import('../../src/platform/logger.js'),
  ]);
  try {
    return await openContainer(config, { logger: createLogger({ level: 'error', pretty: false }), beside });
  } catch (error) {
    if (!(error instanceof EngineStartError && error.code === 'locked')) throw error;
    throw new Refusal(
      `The data folder ${config.dataDir} is in use by the running application: stop it, run the command, and start it again.`,
    );
  }
}

function chosen(organizations: readonly Organization[], slug: string | undefined): Organization {
  const [first, second] = organizations;
  if (first === undefined) throw new Refusal('There is no organization yet. Create one with create-organization.');
  if (slug === undefined && second === undefined) return first;
  const named = organizations.find((organization) => organization.slug === slug);
  if (named !== undefined) return named;
  const known = organizations.map((organization) => organization.slug).join(', ');
  throw new Refusal(
    slug === undefined
      ? `There are several organizations. Name one with --organization: ${known}.`
      : `There is no organization "${slug}". Known are: ${known}.`,
  );
}

/** Who is at work, as far as the machine knows. */
export function operatorName(): string {
  try {
    return `operator ${userInfo().username}`;
  } catch {
    // An account without a name, as in some containers.
    return 'operator';
  }
}
