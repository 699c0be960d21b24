import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { Attachment } from '../../../src/modules/attachments/index.js';
import type { Person } from '../../../src/modules/people/index.js';
import { actorFor, createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';
import { claim, failureOf, team } from '../../support/requests.js';
import { pdfFile, pngFile, uploaded } from '../../support/evidence-files.js';

describe('evidence', () => {
  let world: World;
  let tenant: Tenant;
  let employee: PersonActor;
  let validator: Person;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(WORLD_START);
    tenant = await world.tenant();
    employee = await tenant.actor({});
    validator = await tenant.person({ grade: 'C2', grants: ['ld_va'] });
  });

  const store = async (actor: PersonActor, content: Buffer, name = 'certificate.pdf'): Promise<Attachment> => {
    const file = await uploaded(world.folder, name, content);
    return tenant.run(() => world.attachments.store(actor, file));
  };
  const certify = (
    actor: PersonActor,
    attachmentIds: readonly string[],
    more: Readonly<Record<string, unknown>> = {},
  ) =>
    tenant.run(() =>
      world.requests.raise(
        actor,
        claim({ categoryCode: 'certification', approverId: validator.id, attachmentIds, ...more }),
      ),
    );
  const mayRead = (actor: PersonActor, id: string) =>
    tenant.run(async () => {
      const attachment = await world.attachments.find(id);
      return attachment !== undefined && world.requests.mayReadEvidence(actor, attachment);
    });
  const keptFiles = async () => {
    const folders = await readdir(world.uploadsDir).catch(() => []);
    const lists = await Promise.all(
      folders.filter((name) => name !== 'tmp').map((name) => readdir(path.join(world.uploadsDir, name))),
    );
    return lists.flat().sort();
  };

  test('is kept by its content and shown with the request', async () => {
    const content = pngFile(1, 1, 'kept');
    const attachment = await store(employee, content, 'my shot.png');
    expect(attachment).toMatchObject({
      name: 'my shot.png',
      size: content.length,
      type: 'image/png',
      requestId: null,
      ownerId: employee.personId,
    });
    const again = await store(employee, content, 'other name.png');
    expect([again.hash, again.id === attachment.id]).toEqual([attachment.hash, false]);
    expect((await keptFiles()).filter((name) => name === attachment.hash)).toHaveLength(1);

    const request = await certify(employee, [attachment.id]);
    expect(request.attachments).toEqual([
      { id: attachment.id, name: 'my shot.png', size: content.length, type: 'image/png' },
    ]);
    const opened = await tenant.run(() => world.attachments.open(attachment));
    expect(opened).toMatchObject({ type: 'image/png', name: 'my shot.png', size: content.length });
    expect(await readFile(opened.path)).toEqual(content);
  });

  test('17: a program or too large a file is refused at the field, and nothing is stored', async () => {
    const before = await keptFiles();
    const big = Buffer.concat([pdfFile(), Buffer.alloc(5 * 1024 * 1024 + 1 - pdfFile().length)]);
    expect(await failureOf(store(employee, Buffer.from('MZ\x90\0\x03', 'latin1'), 'setup.exe'))).toMatchObject({
      status: 415,
      errors: [{ path: 'file' }],
    });
    expect(await failureOf(store(employee, big))).toMatchObject({ status: 413, errors: [{ path: 'file' }] });
    expect(await keptFiles()).toEqual(before);
    expect(
      await world.storage.connection.collection('attachments').countDocuments({ organization: tenant.organization.id }),
    ).toBe(0);
  });

  test('17: required evidence has to be there, be the own, and be used once', async () => {
    const colleague = await tenant.actor({});
    const foreign = await store(colleague, pdfFile('foreign'));
    const own = await store(employee, pdfFile('own'));
    expect(await failureOf(certify(employee, []))).toMatchObject({ code: 'request.evidence_missing' });
    expect(await failureOf(certify(employee, [foreign.id]))).toMatchObject({
      code: 'attachment.not_available',
      errors: [{ path: 'attachmentIds' }],
    });
    expect(await failureOf(certify(employee, [own.id, foreign.id]))).toMatchObject({
      code: 'attachment.not_available',
    });
    // What was refused took nothing along.
    expect((await certify(employee, [own.id])).attachments).toHaveLength(1);
    expect(await failureOf(certify(employee, [own.id], { eventDate: '2025-11-09' }))).toMatchObject({
      code: 'attachment.not_available',
    });
    expect(
      await world.storage.connection.collection('requests').countDocuments({ organization: tenant.organization.id }),
    ).toBe(1);
  });

  test('a category without evidence takes none', async () => {
    const own = await store(employee, pdfFile('feedback'));
    const hr = await tenant.actor({ grade: 'C2', grants: ['hr_va'] });
    const refused = await failureOf(
      tenant.run(() =>
        world.requests.raise(
          employee,
          claim({ categoryCode: 'feedback', approverId: hr.personId, attachmentIds: [own.id] }),
        ),
      ),
    );
    expect(refused).toMatchObject({ code: 'request.evidence_not_accepted' });
  });

  test('19: the decider sees where the same file was used before', async () => {
    const colleague = await tenant.actor({ name: 'Barry Johnson' });
    const content = pdfFile('the same certificate');
    world.clock.set('2025-10-10T06:00:00Z');
    const earlier = await certify(colleague, [(await store(colleague, content)).id], { eventDate: '2025-10-09' });
    world.clock.set(WORLD_START);
    const own = await store(employee, content, 'renamed.pdf');
    const request = await certify(employee, [own.id]);
    const detail = await tenant.run(() => world.requests.detail(actorFor(validator), 'ld', request.id));
    expect(detail.sameEvidence).toEqual([
      {
        attachmentId: own.id,
        requestId: earlier.id,
        person: { id: colleague.personId, name: 'Barry Johnson' },
        categoryName: 'Next-level certification',
        eventDate: '2025-10-09',
        storedAt: new Date('2025-10-10T06:00:00Z'),
        readable: true,
      },
    ]);
    const seenByOwner = await tenant.run(() => world.requests.detail(employee, 'own', request.id));
    expect(seenByOwner.sameEvidence).toEqual([]);
  });

  test('47: owner, decider, validators of the unit, HR administration and central read it; nobody else', async () => {
    const attachment = await store(employee, pdfFile('read by'));
    for (const early of [actorFor(validator), await tenant.actor({ grants: ['hr'] })])
      expect(await mayRead(early, attachment.id)).toBe(false);
    expect(await mayRead(employee, attachment.id)).toBe(true);

    await certify(employee, [attachment.id]);
    const readers: [readonly string[], boolean][] = [
      [['ld_va'], true],
      [['hr'], true],
      [['central'], true],
      [[], false],
      [['ld_up'], false],
      [['ta_va'], false],
      [['pm'], false],
      [['dp'], false],
      [['hr_va'], false],
    ];
    expect(await mayRead(employee, attachment.id)).toBe(true);
    expect(await mayRead(actorFor(validator), attachment.id)).toBe(true);
    for (const [grants, expected] of readers) {
      expect(await mayRead(await tenant.actor({ grade: 'C2', grants }), attachment.id), grants.join()).toBe(expected);
    }
    const elsewhere = await world.tenant();
    expect(await elsewhere.run(() => world.attachments.find(attachment.id))).toBeUndefined();
  });

  test('47: where a unit works with approvers, only the assigned one reads it', async () => {
    const pm = await team(tenant);
    const otherManager = await tenant.actor({ grade: 'D1', grants: ['pm'] });
    const attachment = await store(pm.employee, pdfFile('for the manager'));
    await tenant.run(() => world.requests.raise(pm.employee, claim({ attachmentIds: [attachment.id] })));
    expect([await mayRead(pm.manager, attachment.id), await mayRead(otherManager, attachment.id)]).toEqual([
      true,
      false,
    ]);
  });
});
