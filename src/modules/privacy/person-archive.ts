import { AsyncLocalStorage } from 'node:async_hooks';
import { createReadStream } from 'node:fs';
import type { Actor } from '../../kernel/actor.js';
import { Conflict, NotFound } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import type { ArchivedFile } from '../../platform/archive/index.js';
import { csvFile, jsonFile, type Table } from './archive-format.js';
import { archiveTables } from './archive-tables.js';
import type { PrivacyParts } from './privacy-parts.js';

/**
 * Everything that is kept about somebody: all of it as JSON, the same as tables, and the files that the person uploaded.
 * What others wrote stands in it as far as it is about the person; of others their names only.
 */
export async function personArchive(
  parts: PrivacyParts,
  actor: Actor,
  personId: string,
): Promise<readonly ArchivedFile[]> {
  const isOwn = actor.kind === 'person' && actor.personId === personId;
  if (!isOwn && !can(actor, 'people:administer', 'hr')) {
    throw new NotFound('person.not_found', 'There is no such person.');
  }
  const person = await parts.people.byId(personId);
  if (person.erased === true) throw new Conflict('person.erased', `Nothing personal is kept of ${person.name}.`);
  const organization = await parts.organizations.current();
  const evidence = await parts.attachments.ofOwner(personId);
  const tables = archiveTables(parts, person);
  const at = parts.clock.now();
  await parts.storage.run(() =>
    parts.outbox.record(actor, {
      type: 'person.data_exported',
      subject: { type: 'person', id: personId },
      data: { by: isOwn ? 'person' : 'administration' },
    }),
  );
  // Whoever reads the archive does so from somewhere else; each step belongs to this organization.
  const here = AsyncLocalStorage.snapshot();
  const stepwise =
    <T>(make: () => AsyncIterable<T>) =>
    () =>
      pulledIn(here, make);
  const file = (name: string, content: () => AsyncIterable<string | Buffer>): ArchivedFile => ({
    name,
    at,
    content: stepwise(content),
  });
  const { zone } = organization.calendar;
  return [
    file('read-me.txt', () => readMe(organization.name, zone)),
    file('data.json', () => jsonFile(tables, at)),
    ...tables.map((table: Table) => file(`${table.name}.csv`, () => csvFile(table, zone))),
    ...evidence
      .filter(({ hash }) => hash !== '')
      .map((attachment) => file(`evidence/${attachment.id}-${attachment.name}`, () => contentOf(parts, attachment))),
  ];
}

async function* contentOf(
  { attachments }: PrivacyParts,
  attachment: Parameters<PrivacyParts['attachments']['open']>[0],
): AsyncGenerator<Buffer> {
  try {
    const { path } = await attachments.open(attachment);
    yield* createReadStream(path) as AsyncIterable<Buffer>;
  } catch (error) {
    // A file that is missing must not keep somebody from all the others; it stays empty.
    if (!(error instanceof NotFound)) throw error;
  }
}

async function* pulledIn<T>(here: <R>(work: () => R) => R, make: () => AsyncIterable<T>): AsyncGenerator<T> {
  const source = here(() => make()[Symbol.asyncIterator]());
  try {
    for (;;) {
      const item = await here(() => source.next());
      if (item.done === true) return;
      yield item.value;
    }
  } finally {
    await here(() => source.return?.());
  }
}

async function* readMe(organization: string, zone: string): AsyncGenerator<string> {
  yield [
    `What ${organization} keeps about you in Prowess Points.`,
    '',
    'data.json       everything, for programs; times are UTC',
    `*.csv           the same as tables, for spreadsheets; times are those of ${zone}`,
    'evidence/       the files that you uploaded',
    '',
    'Passwords are kept as hashes that nobody can read, and so they are not in here.',
    'Of other people only the names of those who decided, proposed or acted are in here.',
    '',
  ].join('\r\n');
}
