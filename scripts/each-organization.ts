import { EngineStartError } from 'embedded-mongo';
import { ConfigError, readConfig } from '../src/config.js';
import { openContainer, type Container } from '../src/container.js';
import type { Organization } from '../src/modules/organizations/index.js';
import { createLogger } from '../src/platform/logger.js';
import { inOrganization } from '../src/platform/request-context.js';
import { projectRoot } from '../src/project-root.js';

/**
 * Runs an operator's command for every organization, beside a running application or without one. The process ends
 * with 1 when the work returned false for any, and with 2 and one clear line when the database cannot be opened.
 */
export async function eachOrganization(
  work: (container: Container, organization: Organization) => Promise<boolean>,
): Promise<void> {
  let container: Container;
  try {
    container = await openContainer(readConfig(process.env, projectRoot()), {
      logger: createLogger({ level: 'error', pretty: false }),
      beside: true,
    });
  } catch (error) {
    if (!(error instanceof EngineStartError || error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
    return;
  }
  try {
    const organizations = await container.organizations.list();
    if (organizations.length === 0) console.log('There is no organization yet.');
    for (const organization of organizations) {
      const fine = await inOrganization(organization.id, () => work(container, organization));
      if (!fine) process.exitCode = 1;
    }
  } finally {
    await container.close();
  }
}
