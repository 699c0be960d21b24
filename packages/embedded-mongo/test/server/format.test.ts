import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SqlConnection } from '../../src/sqlite/connection.js';
import { FormatVersionError, copyOfFormat, prepareFile, readFormat } from '../../src/store/format.js';
import type { MigrationStep } from '../../src/store/migrations.js';
import { temporaryFolder } from './test-engine.js';

const noted: MigrationStep = (connection) => connection.exec('ALTER TABLE collections ADD COLUMN note TEXT');
const counted: MigrationStep = (connection) => connection.exec('ALTER TABLE collections ADD COLUMN size INTEGER');

let folder: ReturnType<typeof temporaryFolder>;
let file: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'data.sqlite');
});
afterEach(() => folder.remove());

/** Opens the file with an engine that knows these steps; closes it again. */
function open(steps: readonly MigrationStep[]): void {
  const connection = new SqlConnection(file);
  try {
    prepareFile(connection, file, steps);
  } finally {
    connection.close();
  }
}

/** A file of format 1 with one collection. */
function makeFirstFormat(): void {
  open([]);
  const database = new DatabaseSync(file);
  database.exec("INSERT INTO collections (database, name, uuid) VALUES ('d', 'people', x'00')");
  database.close();
}

/** The definition of every table, and what the collections are, of a file. */
function contentOf(path = file): { tables: string[]; collections: unknown[]; format: unknown } {
  const database = new DatabaseSync(path);
  const tables = database
    .prepare("SELECT sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .all()
    .map((row) => String((row as { sql: string }).sql));
  const collections = database.prepare('SELECT name FROM collections').all();
  const meta = database.prepare("SELECT value FROM meta WHERE name = 'format'").get() as { value: string };
  database.close();
  return { tables, collections: collections.map((row) => ({ ...row })), format: meta.value };
}

it('brings a file of format 1 through all steps and keeps what is in it', () => {
  makeFirstFormat();
  open([noted, counted]);
  const migrated = contentOf();
  expect(migrated).toMatchObject({ format: '3', collections: [{ name: 'people' }] });
  folder.remove();
  folder = temporaryFolder();
  file = join(folder.path, 'data.sqlite');
  open([noted, counted]);
  expect(migrated.tables).toEqual(contentOf().tables);
});

it('takes up at the step that is next', () => {
  makeFirstFormat();
  open([noted]);
  open([noted, counted]); // `noted` a second time would be a duplicate column
  expect(contentOf()).toMatchObject({ format: '3' });
});

it('keeps a copy of the file as it was', () => {
  makeFirstFormat();
  open([noted]);
  expect(contentOf(copyOfFormat(file, 1))).toMatchObject({ format: '1', collections: [{ name: 'people' }] });
});

it('leaves the file as it was if a step fails, and migrates it at the next start', () => {
  makeFirstFormat();
  const before = contentOf();
  const broken: MigrationStep = () => {
    throw new Error('a step that fails');
  };
  expect(() => open([noted, broken])).toThrow('a step that fails');
  expect(contentOf()).toEqual(before);
  open([noted, counted]);
  expect(contentOf()).toMatchObject({ format: '3', collections: [{ name: 'people' }] });
});

it('makes no copy of a new file nor of one that needs no step', () => {
  open([noted]);
  open([noted]);
  expect(existsSync(copyOfFormat(file, 1))).toBe(false);
});

it('refuses a newer format and says both versions', () => {
  open([noted, counted]);
  expect(() => open([noted])).toThrow(FormatVersionError);
  expect(() => open([noted])).toThrow('the file has format 3, this engine reads up to format 2');
});

it('refuses the file of another program and changes nothing in it', () => {
  const foreign = new DatabaseSync(file);
  foreign.exec('CREATE TABLE other (a)');
  foreign.close();
  expect(() => open([])).toThrow('the file was not made by this engine');
  const again = new DatabaseSync(file);
  expect({ ...again.prepare('PRAGMA journal_mode').get() }).toEqual({ journal_mode: 'delete' });
  again.close();
});

it.each(['', 'one', '0', '1.5', '-1'])('refuses the format %j', (value) => {
  open([]);
  const database = new DatabaseSync(file);
  database.prepare("UPDATE meta SET value = ? WHERE name = 'format'").run(value);
  database.close();
  const connection = new SqlConnection(file);
  expect(() => readFormat(connection)).toThrow(FormatVersionError);
  connection.close();
});
