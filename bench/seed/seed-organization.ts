import type { Container } from '../../src/container.js';
import { Random } from '../../src/demo/random.js';
import { systemActor } from '../../src/kernel/actor.js';
import { newId } from '../../src/kernel/ids.js';
import { localDateOf } from '../../src/kernel/local-date.js';
import type { Calendar } from '../../src/kernel/period.js';
import { GRANT_CODE_NAMES, grantFromCode, holds } from '../../src/kernel/units.js';
import { sumEntries } from '../../src/modules/ledger/sum-entries.js';
import type { Person } from '../../src/modules/people/index.js';
import { inOrganization, quietly } from '../../src/platform/request-context.js';
import { createBulkWriter, type BulkWriter } from './bulk-writer.js';
import { eventsOfRequest } from './generated-events.js';
import { generatePeople } from './generated-people.js';
import { createPast, type Company, type PersonsPast } from './generated-past.js';

export interface SeedSize {
  readonly people: number;
  readonly entries: number;
}

const CALENDAR: Calendar = { zone: 'Asia/Kolkata', fiscalStartMonth: 4 };
const PASSWORD = 'Points-demo-2026';
const PEOPLE_BATCH = 250;
/** Of so many entries one was a claim; the others were awarded. */
const ENTRIES_PER_CLAIM = 10;
const EVENTS_PER_ENTRY = 0.25;
const PENDING_PER_PERSON = 0.5;

/**
 * Makes an organization through the services and writes its past in bulk, by the product's own rules for periods, points
 * and checksums. Answers who may sign in: one line for each role.
 */
export async function seedOrganization(
  services: Container,
  size: SeedSize,
  say: (line: string) => void,
): Promise<string[]> {
  const { organizations, catalog, leaderboard, storage, clock } = services;
  const today = localDateOf(clock.now(), CALENDAR.zone);
  const organization = await organizations.create({ name: 'AdventureWorks', calendar: CALENDAR });
  return inOrganization(organization.id, () =>
    quietly(async () => {
      await catalog.installStartingCatalogue(systemActor(organization.id, 'seed'));
      const people = await registerPeople(services, organization.id, size.people, say);
      const categories = await catalog.list({ status: 'active' });
      for (const { code } of categories) await catalog.markUsed(code);
      const company: Company = { organization: organization.id, calendar: CALENDAR, today, people, categories };
      const writer = createBulkWriter(storage);
      await writePast(company, size, writer, say);
      say('boards');
      const { corrected } = await leaderboard.rebuild();
      say(`${corrected} scores on boards`);
      return accountLines([...people.values()]);
    }),
  );
}

async function registerPeople(
  { people }: Container,
  organization: string,
  count: number,
  say: (line: string) => void,
): Promise<Map<string, Person>> {
  const actor = systemActor(organization, 'seed');
  const initialPasswordHash = await people.access.hashPassword(PASSWORD);
  const generated = generatePeople(count, new Date().toISOString().slice(0, 10));
  // Managers and delivery partners have to be there before those who have them.
  const first = generated.findLastIndex(({ grants }) => grants.length > 0) + 1;
  const registered = new Map<string, Person>();
  for (let start = 0; start < generated.length;) {
    const end = start === 0 ? first : start + PEOPLE_BATCH;
    const batch = generated.slice(start, end);
    for (const person of await people.registerMany(actor, batch, { initialPasswordHash, mustChangePassword: false }))
      registered.set(person.id, person);
    start = end;
    if (start % 1000 < PEOPLE_BATCH) say(`${registered.size} of ${count} people`);
  }
  return registered;
}

async function writePast(
  company: Company,
  size: SeedSize,
  writer: BulkWriter,
  say: (line: string) => void,
): Promise<void> {
  const past = createPast(company, new Random(size.entries));
  const random = new Random(size.people);
  const perPerson = size.entries / size.people;
  let said = 0;
  for (const person of company.people.values()) {
    // From half as many to half as many again, so that accounts differ.
    const entries = Math.round(perPerson * (0.5 + random.next()));
    const done = past(person, {
      entries,
      claims: Math.max(1, Math.round(entries / ENTRIES_PER_CLAIM)),
      pending: random.chance(PENDING_PER_PERSON) ? 1 : 0,
    });
    addPast(company, writer, person, done, size);
    await writer.flush();
    if (writer.count('entries') - said < 20_000) continue;
    said = writer.count('entries');
    say(`${said.toLocaleString('en')} of ${size.entries.toLocaleString('en')} entries`);
  }
  await writer.flush(true);
  for (const collection of ['entries', 'ledger_totals', 'requests', 'utilizations', 'events'])
    say(`${writer.count(collection).toLocaleString('en')} ${collection}`);
}

function addPast(
  { organization, people }: Company,
  writer: BulkWriter,
  person: Person,
  { entries, requests, utilizations }: PersonsPast,
  size: SeedSize,
): void {
  for (const entry of entries) writer.add('entries', entry);
  const last = entries.at(-1);
  if (last !== undefined) {
    writer.add('ledger_accounts', {
      ...{ _id: newId(), organization, person: person.id, entries: entries.length },
      ...{ lastEntryId: last._id, lastChecksum: last.checksum },
    });
  }
  for (const { period, regular, bonus } of sumEntries(entries).values())
    writer.add('ledger_totals', { _id: newId(), organization, person: person.id, period, regular, bonus });
  const byId = new Map(entries.map((entry) => [entry._id, entry]));
  for (const request of requests) {
    writer.add('requests', request);
    if (request.utilization !== null || writer.count('events') >= size.entries * EVENTS_PER_ENTRY) continue;
    for (const event of eventsOfRequest(organization, request, byId.get(request.entry ?? ''), people))
      writer.add('events', event);
  }
  for (const utilization of utilizations) writer.add('utilizations', utilization);
}

function accountLines(people: readonly Person[]): string[] {
  const line = (role: string, person: Person | undefined) => `${role.padEnd(12)} ${person?.email ?? '-'}`;
  return [
    `Password of all accounts: ${PASSWORD}`,
    line(
      'employee',
      people.find(({ grants, exitDate }) => grants.length === 0 && exitDate === null),
    ),
    ...GRANT_CODE_NAMES.map((code) => {
      const grant = grantFromCode(code);
      return line(
        code,
        people.find(({ grants }) => grant !== undefined && holds(grants, grant.unit, grant.duty)),
      );
    }),
  ];
}
