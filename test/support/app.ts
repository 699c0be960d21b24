import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { openContainer, type Container } from '../../src/container.js';
import { ManualClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import { projectRoot } from '../../src/project-root.js';
import { createLogger } from '../../src/platform/logger.js';
import { createRateLimits } from '../../src/platform/rate-limit/index.js';
import { createTenant, WORLD_START, type Tenant } from './world.js';
import type { NewOrganization } from '../../src/modules/organizations/index.js';

/** The whole product on a real engine in a temporary folder, answering on a port of its own. */
export interface TestApp {
  readonly container: Container;
  readonly clock: ManualClock;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Where evidence lies. */
  readonly uploadsDir: string;
  /** A new organization with calendar Asia/Kolkata, April, and the starting catalogue. */
  tenant(input?: Partial<NewOrganization>): Promise<Tenant>;
  /** Lets everything that follows from events happen: boards, messages. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly start?: string;
  /** Sign-in tries of an account or address until a pause; high, so that only tests about it meet it. */
  readonly signInTries?: number;
  /** A mail server; without one mails are kept. */
  readonly smtpUrl?: string;
  /** Further variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Steps of single sign-on of an address until a pause; high, so that only tests about it meet it. */
  readonly signOnTries?: number;
}

/** Opens the product; close it after all tests of the file. Mails are kept, pages are rendered strictly. */
export async function openTestApp({
  start = WORLD_START,
  signInTries = 100_000,
  smtpUrl,
  env = {},
  signOnTries = 100_000,
}: TestAppOptions = {}): Promise<TestApp> {
  const folder = await mkdtemp(path.join(tmpdir(), 'prowess-app-'));
  const config = readConfig(
    {
      NODE_ENV: 'test',
      DATA_DIR: path.join(folder, 'data'),
      UPLOADS_DIR: path.join(folder, 'uploads'),
      MONGO_URI: process.env['TEST_MONGO_URI'],
      MONGO_DATABASE: `test_${newId()}`,
      BCRYPT_COST: '4',
      SMTP_URL: smtpUrl,
      ...env,
    },
    projectRoot(),
  );
  const clock = new ManualClock(start);
  // What nobody expected shows up in the output of the tests.
  const logger = createLogger({ level: 'error', pretty: false });
  const opened = await openContainer(config, { clock, logger });
  const allowance = { tries: signInTries, seconds: 900 };
  const rateLimits = createRateLimits({
    allowances: {
      ...{ account: allowance, address: allowance, codeSendAddress: allowance, codeCheck: allowance },
      ...{
        passwordResetAddress: allowance,
        linkUse: allowance,
        singleSignOn: { tries: signOnTries, seconds: 900 },
        registrationAddress: allowance,
      },
    },
  });
  const container = { ...opened, rateLimits };
  const app = createApp({ services: container, sessionMiddleware: container.sessionMiddleware, stopping: () => false });
  const server = createServer(app);
  // Agents keep their connections: none may be closed under them while a test holds the loop.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    container,
    clock,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    uploadsDir: config.uploadsDir,
    tenant: (input) => createTenant({ ...container, uploadsDir: config.uploadsDir }, input),
    settle: () => container.outbox.relay.drain(),
    async close() {
      server.closeAllConnections();
      server.close();
      if (container.storage.kind === 'server') await container.storage.connection.dropDatabase();
      await container.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
