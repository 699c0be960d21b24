import type { Email } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.js';
import { createCast, type Cast } from '../support/cast.js';
import { startMailServer } from '../support/mail-server.js';
import { pendingRequest } from '../support/requests.js';
import { actorFor } from '../support/world.js';

const BEFORE = 60;
const MEANWHILE = 200;

describe('the mail server is away', () => {
  let first: Awaited<ReturnType<typeof startMailServer>>;
  let second: Awaited<ReturnType<typeof startMailServer>> | undefined;
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    first = await startMailServer();
    app = await openTestApp({ smtpUrl: first.url });
    cast = await createCast(app);
  });
  afterAll(async () => {
    await app.close();
    await second?.stop();
  });

  const raise = async () =>
    (
      await pendingRequest(app.container, cast.tenant, {
        employee: actorFor(cast.people.employee),
        manager: actorFor(cast.people.manager),
      })
    ).id;

  /** Approves one after the other; answers how long each took, in milliseconds. */
  async function approve(ids: readonly string[]): Promise<number[]> {
    const actor = actorFor(cast.people.manager);
    const took: number[] = [];
    for (const id of ids) {
      const before = performance.now();
      await cast.tenant.run(() =>
        app.container.requests.decide(actor, 'pm', id, { decision: 'approve', notes: 'Agreed.' }),
      );
      took.push(performance.now() - before);
    }
    return took;
  }

  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
  const toEmployee = (mails: readonly Email[]) =>
    mails.filter(({ to }) => to?.some(({ address }) => address === cast.people.employee.email));

  it('200 decisions meanwhile are not slower, and every mail arrives later, once', async ({ annotate }) => {
    const { mailer, outbox } = app.container;
    const ids: string[] = [];
    for (let index = 0; index < BEFORE + MEANWHILE; index += 1) ids.push(await raise());
    await app.settle();
    await mailer.drain();

    outbox.relay.start();
    mailer.start();
    const usual = await approve(ids.slice(0, BEFORE));
    await app.settle();
    await mailer.drain();
    expect(toEmployee(first.mails)).toHaveLength(BEFORE);

    await first.stop();
    const away = await approve(ids.slice(BEFORE));
    await app.settle();
    expect((await mailer.backlog()).waiting).toBe(MEANWHILE);
    await annotate(
      `median of a decision: ${median(usual).toFixed(1)} ms, while the server is away ${median(away).toFixed(1)} ms`,
    );
    expect(median(away)).toBeLessThan(median(usual) * 2 + 10);

    second = await startMailServer(first.port);
    for (let minute = 0; minute < 60 && (await mailer.backlog()).waiting > 0; minute += 1) {
      app.clock.advance(60_000);
      await mailer.drain();
    }
    expect(await mailer.backlog()).toEqual({ waiting: 0, dead: 0 });
    const arrived = toEmployee(second.mails);
    expect(arrived).toHaveLength(MEANWHILE);
    expect(new Set([...toEmployee(first.mails), ...arrived].map(({ messageId }) => messageId)).size).toBe(ids.length);
  }, 120_000);
});
