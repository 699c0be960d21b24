import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { removeUnclaimedEverywhere, type Attachment } from '../../../src/modules/attachments/index.js';
import { createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';
import { claim, failureOf } from '../../support/requests.js';
import { pdfFile, uploaded } from '../../support/evidence-files.js';

const HOUR = 3_600_000;

let world: World;
let tenant: Tenant;
let employee: PersonActor;
let approverId: string;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(WORLD_START);
  tenant = await world.tenant();
  employee = await tenant.actor({});
  approverId = (await tenant.person({ grade: 'C2', grants: ['ld_va'] })).id;
});

let contents = 0;
async function store(salt = `file ${(contents += 1)}`, of: Tenant = tenant, by = employee): Promise<Attachment> {
  const file = await uploaded(world.folder, 'certificate.pdf', pdfFile(salt));
  return of.run(() => world.attachments.store(by, file));
}
const raise = (attachmentIds: readonly string[], notes = 'Passed the exam.') =>
  tenant.run(() =>
    world.requests.raise(
      employee,
      claim({ categoryCode: 'certification', approverId, attachmentIds, notes, acknowledgeDuplicate: true }),
    ),
  );
const find = (id: string) => tenant.run(() => world.attachments.find(id));
const isKept = ({ hash }: Attachment) => existsSync(path.join(world.uploadsDir, hash.slice(0, 2), hash));
const tidy = () => removeUnclaimedEverywhere(world.attachments, world.organizations);
const later = (hours: number) => {
  world.clock.set(new Date(new Date(WORLD_START).getTime() + hours * HOUR).toISOString());
};

describe('files that no request claimed', () => {
  it('go after a day with their content, and the audit says so', async () => {
    const [left, claimed] = [await store(), await store()];
    await raise([claimed.id]);
    later(23);
    await tidy();
    expect(await find(left.id)).toBeDefined();
    const young = await store();
    later(25);
    await tidy();
    expect([await find(left.id), isKept(left)]).toEqual([undefined, false]);
    for (const kept of [claimed, young]) {
      expect(await find(kept.id)).toMatchObject({ name: 'certificate.pdf', ownerId: employee.personId });
      expect(isKept(kept)).toBe(true);
    }
    const events = await world.storage.connection
      .collection('events')
      .find({ organization: tenant.organization.id, type: 'attachment.expired' })
      .toArray();
    expect(events.map(({ subject, actor }) => [subject as unknown, (actor as { name: string }).name])).toEqual([
      [{ type: 'attachment', id: left.id }, 'tidying'],
    ]);
    await tidy();
    expect(await find(young.id)).toBeDefined();
  });

  it('leave the content that another file has, also of another organization', async () => {
    const other = await world.tenant();
    const theirs = await store('shared', other, await other.actor({}));
    await other.run(() =>
      world.storage.connection
        .collection('attachments')
        .updateOne({ _id: theirs.id as never }, { $set: { request: 'r' } }),
    );
    const [left, claimed] = [await store('shared'), await store('shared')];
    await raise([claimed.id]);
    later(25);
    await tidy();
    expect(await find(left.id)).toBeUndefined();
    expect(await other.run(() => world.attachments.find(theirs.id))).toBeDefined();
    expect(isKept(claimed)).toBe(true);
  });

  it('are either claimed whole or refused when a claim comes at the same moment', async () => {
    const files: Attachment[] = [];
    for (let number = 0; number < 12; number += 1) files.push(await store());
    later(25);
    const [, ...claims] = await Promise.allSettled([tidy(), ...files.map(({ id }, index) => raise([id], `${index}`))]);
    for (const [index, outcome] of claims.entries()) {
      const file = files[index] as Attachment;
      const stillThere = (await find(file.id)) !== undefined;
      expect([stillThere, isKept(file)]).toEqual([outcome.status === 'fulfilled', outcome.status === 'fulfilled']);
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'attachment.not_available' });
    }
  });

  it('cannot be claimed any more once they are being removed, and the next turn ends what was interrupted', async () => {
    const left = await store();
    later(25);
    // The state in which a process that was killed leaves it.
    await world.storage.connection
      .collection('attachments')
      .updateOne({ _id: left.id as never }, { $set: { owner: '' } });
    expect(await failureOf(raise([left.id]))).toMatchObject({ code: 'attachment.not_available' });
    await tidy();
    expect([await find(left.id), isKept(left)]).toEqual([undefined, false]);
  });

  it('are removed however many there are', async () => {
    const [first] = [await store('many')];
    const collection = world.storage.connection.collection('attachments');
    const record = await collection.findOne({ _id: first.id as never });
    await collection.insertMany(
      Array.from({ length: 230 }, (_, index) => ({
        ...record,
        _id: `${first.id.slice(0, -3)}${String(index).padStart(3, '0')}x`,
      })) as never[],
    );
    later(25);
    expect(await tenant.run(() => world.attachments.removeUnclaimed())).toBe(231);
    expect(isKept(first)).toBe(false);
  });
});
