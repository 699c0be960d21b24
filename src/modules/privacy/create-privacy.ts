import { actorReference, type Actor } from '../../kernel/actor.js';
import { Conflict, Forbidden, RuleBroken, ruleBroken } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import type { Person } from '../people/index.js';
import { erasureSchema, toErasure, type ErasureRecord } from './erasure.model.js';
import { ERASURE_STEPS, type Erasure, type ErasureFacts } from './erasure.js';
import { personArchive } from './person-archive.js';
import { personalValues, pseudonymOf, replacement, valuesInTexts } from './personal-values.js';
import type { PrivacyDependencies, PrivacyParts } from './privacy-parts.js';
import type { ErasureOrder, PrivacyModule } from './privacy.module.js';
import { createErasureRun } from './run-erasure.js';

export function createPrivacy(deps: PrivacyDependencies): PrivacyModule {
  const { storage, outbox, clock, logger, people, requests, ledger, attachments } = deps;
  const erasures = storage.tenantModel<ErasureRecord>('Erasure', erasureSchema.clone());
  const parts: PrivacyParts = { ...deps, erasures };
  const runErasure = createErasureRun(parts);
  const runs = new Map<string, Promise<void>>();

  /** Works on an erasure in this process; what fails is taken up by the job. */
  function start(organizationId: string, id: string): Promise<void> {
    const known = runs.get(id);
    if (known !== undefined) return known;
    const run = inOrganization(organizationId, () => runErasure(organizationId, id))
      .catch((error: unknown) => {
        logger.error({ err: error, personId: id }, 'an erasure was interrupted; it is tried again');
      })
      .finally(() => runs.delete(id));
    runs.set(id, run);
    return run;
  }

  function administer<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
    if (!can(actor, 'people:administer', 'hr')) throw new Forbidden();
    return inOrganization(actor.organizationId, work);
  }

  async function factsOf(personId: string): Promise<ErasureFacts> {
    let [count, pending] = [0, 0];
    const files = new Set((await attachments.ofOwner(personId)).map(({ id }) => id));
    for await (const batch of requests.eachOf(personId, 'person')) {
      count += batch.length;
      pending += batch.filter(({ status }) => status === 'pending').length;
      for (const { attachmentIds } of batch) for (const id of attachmentIds) files.add(id);
    }
    const { page, totals } = await ledger.history({ personIds: [personId] }, { number: 1, size: 1 });
    return { requests: count, files: files.size, entries: page.total, points: totals.combined, pending };
  }

  /** Every name, address and number that the person ever had. */
  async function knownOf(person: Person): Promise<object[]> {
    const known: object[] = [person];
    for await (const batch of outbox.events.eachBatch({ subjectId: person.id }, 200)) {
      for (const { before = {}, after = {} } of batch) known.push(before, after);
    }
    return known;
  }

  async function erase(actor: Actor, id: string, { reason, confirmation }: ErasureOrder): Promise<Erasure> {
    const person = await people.byId(id);
    await assertErasable(actor, person, confirmation);
    const known = await knownOf(person);
    return storage.run(() => begin(actor, person, known, reason));
  }

  /** What cannot wait: nobody signs in any more, the name is gone, and what is left to do is written down. */
  async function begin(actor: Actor, person: Person, known: readonly object[], reason: string): Promise<Erasure> {
    const { id } = person;
    if (person.status === 'active') await people.deactivate(actor, id, reason);
    const pseudonym = pseudonymOf(person);
    const { registrations } = await people.erase(id, pseudonym);
    const values = personalValues([...known, ...registrations]);
    const record: ErasureRecord = {
      ...{ _id: id, organization: actor.organizationId, status: 'running', by: actorReference(actor) },
      reason: replacement(valuesInTexts(values, new Set()), pseudonym)(reason),
      ...{ startedAt: clock.now(), completedAt: null, step: ERASURE_STEPS[0], place: null, found: 0, values },
      registrations: registrations.map((registration) => registration.id),
      ...{ problem: null, records: 0, files: 0, accounts: 0 },
    };
    await erasures.insertMany([record], { lean: true });
    await outbox.record(actor, {
      type: 'person.erased',
      subject: { type: 'person', id },
      data: { reason: record.reason },
    });
    storage.afterCommit(() => void start(actor.organizationId, id));
    return toErasure(record);
  }

  async function assertErasable(actor: Actor, person: Person, confirmation: string): Promise<void> {
    if (person.erased === true) throw new Conflict('person.erased', `${person.name} was erased already.`);
    if (actor.kind === 'person' && actor.personId === person.id) {
      throw new RuleBroken('erasure.own_account', 'Somebody else of HR administration has to erase you.');
    }
    if (confirmation.trim().toLowerCase() !== person.employeeId.toLowerCase()) {
      throw ruleBroken('erasure.not_confirmed', 'confirmation', `Type the employee id of ${person.name} to confirm.`);
    }
    const { pending } = await factsOf(person.id);
    if (pending === 0) return;
    const waiting = pending === 1 ? '1 request waits' : `${pending} requests wait`;
    throw new RuleBroken(
      'erasure.pending_requests',
      `${waiting} for a decision on points of ${person.name}. Have them decided first: afterwards nobody can judge them.`,
      { extra: { pending } },
    );
  }

  return {
    erasureFacts: (actor, id) => administer(actor, async () => factsOf((await people.byId(id)).id)),
    erase: (actor, id, order) => administer(actor, () => erase(actor, id, order)),
    erasureOf: (actor, id) =>
      administer(actor, async () => {
        const record = await erasures.findOne({ _id: id }).lean<ErasureRecord>();
        return record === null ? undefined : toErasure(record);
      }),
    async resumeErasures() {
      for (const { id: organizationId } of await acrossOrganizations(() => deps.organizations.list())) {
        const left = await inOrganization(organizationId, () =>
          erasures.find({ status: 'running' }).select({ _id: 1 }).lean<{ _id: string }[]>().exec(),
        );
        for (const { _id } of left) await start(organizationId, _id);
      }
    },
    async settled() {
      await Promise.all(runs.values());
    },
    exportOf: (actor, id) => inOrganization(actor.organizationId, () => personArchive(parts, actor, id)),
  };
}
