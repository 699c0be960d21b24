import { readFileSync, readdirSync } from 'node:fs';
import type { Document } from 'bson';
import { allCommands } from '../../src/commands/registry.js';
import { namedCodes } from '../../src/errors.js';
import type { LocalEngine } from './local-engine.js';

/** How the engine takes a name: it works with it, refuses it by a code, or has never heard of it. */
type Standing = 'supported' | number | 'unknown';

/** What a kind of name is asked with, and how an unknown one is answered. */
interface Kind {
  readonly title: string;
  readonly ask: (name: string, argument: unknown) => Document;
  readonly isUnknown: (error: Document) => boolean;
  readonly names?: readonly string[];
}

const SOURCES = new URL('../../src/', import.meta.url);
/** Arguments of which one or the other suits most operators; a refusal by name comes before the argument is read. */
const ARGUMENTS: readonly unknown[] = ['$a', {}, 1, [1, 1], [{ a: 1 }]];
/** Commands of MongoDB that a client may try here. */
const OTHER_COMMANDS = [
  'bulkWrite',
  'compact',
  'currentOp',
  'fsync',
  'killOp',
  'logout',
  'mapReduce',
  'replSetInitiate',
  'saslStart',
  'shardCollection',
  'shutdown',
  'top',
  'usersInfo',
  'createUser',
  'collMod',
  'reIndex',
  'planCacheClear',
  'profile',
  'startSession',
  'replSetGetStatus',
  'listCommands',
];
const INDEX_KINDS: Readonly<Record<string, Document>> = {
  ascending: { a: 1 },
  descending: { a: -1 },
  compound: { a: 1, b: -1 },
  hashed: { a: 'hashed' },
  text: { a: 'text' },
  '2d': { a: '2d' },
  '2dsphere': { a: '2dsphere' },
  wildcard: { '$**': 1 },
};
const INDEX_OPTIONS: Readonly<Record<string, unknown>> = {
  unique: true,
  sparse: true,
  hidden: true,
  expireAfterSeconds: 60,
  partialFilterExpression: { b: 1 },
  collation: { locale: 'en', strength: 2 },
  prepareUnique: true,
};

const pipeline = (stage: Document): Document => ({ aggregate: 'reference', pipeline: [stage], cursor: {} });

const OPERATORS: readonly Kind[] = [
  {
    title: 'Query, on a field',
    ask: (name, v) => ({ find: 'reference', filter: { a: { [name]: v } } }),
    isUnknown: ({ errmsg }) => /unknown operator|\$where/.test(String(errmsg)),
  },
  {
    title: 'Query, top level',
    ask: (name, v) => ({ find: 'reference', filter: { [name]: v } }),
    isUnknown: ({ errmsg }) => String(errmsg).includes('unknown top level operator'),
  },
  {
    title: 'Update',
    ask: (name) => ({ update: 'reference', updates: [{ q: {}, u: { [name]: { a: 1 } } }] }),
    isUnknown: ({ errmsg }) => String(errmsg).includes('Unknown modifier'),
  },
  { title: 'Stages', ask: (name, v) => pipeline({ [name]: v }), isUnknown: ({ code }) => code === 40324 },
  {
    title: 'Accumulators',
    ask: (name, v) => pipeline({ $group: { _id: null, x: { [name]: v } } }),
    isUnknown: ({ errmsg }) => String(errmsg).includes('unknown group operator'),
  },
  {
    title: 'Window functions',
    ask: (name, v) => pipeline({ $setWindowFields: { sortBy: { a: 1 }, output: { x: { [name]: v } } } }),
    isUnknown: ({ errmsg }) => /unknown (?:group|window)|Unrecognized window function/i.test(String(errmsg)),
  },
  {
    title: 'Expressions',
    ask: (name, v) => pipeline({ $addFields: { x: { [name]: v } } }),
    isUnknown: ({ code, errmsg }) => code === 168 || /(?:Unrecognized|Unknown) expression/.test(String(errmsg)),
  },
];

/** The reference of README.md, made by asking the engine itself about every name that its sources mention. */
export async function reference(local: LocalEngine): Promise<string> {
  await local.command({ insert: 'reference', documents: [{ _id: 1, a: 1 }] });
  const names = namesInSources();
  const rows: string[] = [];
  for (const kind of OPERATORS) rows.push(await row(local, kind, names));
  const index = async (spec: Document): Promise<Document> => {
    const answer = await local.command({ createIndexes: 'indexed', indexes: [{ name: 'i', ...spec }] });
    await local.command({ drop: 'indexed' });
    return answer;
  };
  rows.push(await answered('Kinds of index', INDEX_KINDS, (key) => index({ key })));
  const optioned = Object.fromEntries(
    Object.entries(INDEX_OPTIONS).map(([name, value]) => [name, { key: { a: 1 }, [name]: value }]),
  );
  rows.push(await answered('Options of indexes', optioned, index));
  return [
    '| Kind | Supported | Refused, with its code |',
    '| --- | --- | --- |',
    ...rows,
    '',
    '| Command | Options | Accepted without effect | Refused options (238) |',
    '| --- | --- | --- | --- |',
    ...commandRows(),
    '',
    `Commands refused (59): ${listed(await refusedCommands(local))}`,
    '',
    `Codes with a name: ${namedCodes()
      .map(([code, name]) => `${code} ${name}`)
      .join(', ')}. Others are called \`Location<code>\`.`,
  ].join('\n');
}

/** Options that the engine refuses, with the command that does, for those who want to see it. */
export function refusedOptions(): [command: string, option: string][] {
  return allCommands().flatMap(({ name, unsupported }) =>
    (unsupported ?? []).map((option): [string, string] => [name, option]),
  );
}

/** Everything in the sources that looks like an operator. */
function namesInSources(): string[] {
  const names = new Set<string>();
  for (const file of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    for (const [, name] of readFileSync(new URL(file, SOURCES), 'utf8').matchAll(
      /(?:'|\b|\s)(\$[a-z][A-Za-z0-9]*)(?:'|:)/g,
    ))
      names.add(name as string);
  }
  return [...names].sort();
}

async function row(local: LocalEngine, kind: Kind, names: readonly string[]): Promise<string> {
  const supported: string[] = [];
  const refused: string[] = [];
  for (const name of names) {
    const standing = await standingOf(local, kind, name);
    if (standing === 'supported') supported.push(name);
    else if (standing !== 'unknown') refused.push(`${name} ${standing}`);
  }
  return tableRow(kind.title, supported, refused);
}

async function standingOf(local: LocalEngine, kind: Kind, name: string): Promise<Standing> {
  for (const argument of ARGUMENTS) {
    const answer = await local.command(kind.ask(name, argument));
    const error = (answer['writeErrors'] as Document[] | undefined)?.[0] ?? answer;
    if (error['code'] === undefined) return 'supported';
    if (kind.isUnknown(error)) return 'unknown';
    if (error['code'] === 238 || error['code'] === 115) return error['code'];
  }
  return 'supported';
}

async function answered<T>(
  title: string,
  asked: Readonly<Record<string, T>>,
  ask: (argument: T) => Promise<Document>,
): Promise<string> {
  const supported: string[] = [];
  const refused: string[] = [];
  for (const [name, argument] of Object.entries(asked)) {
    const { code } = await ask(argument);
    if (code === undefined) supported.push(name);
    else refused.push(`${name} ${String(code)}`);
  }
  return tableRow(title, supported, refused);
}

function tableRow(title: string, supported: readonly string[], refused: readonly string[]): string {
  const coded = refused.map((entry) => entry.replace(/^(\S+) /, '`$1` '));
  return `| ${title} | ${listed(supported)} | ${coded.join(', ')} |`;
}

function commandRows(): string[] {
  return [...allCommands()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      ({ name, options, ignored, unsupported }) =>
        `| \`${name}\` | ${listed(options)} | ${listed(ignored ?? [])} | ${listed(unsupported ?? [])} |`,
    );
}

async function refusedCommands(local: LocalEngine): Promise<string[]> {
  const refused: string[] = [];
  for (const name of OTHER_COMMANDS)
    if ((await local.command({ [name]: 1 }, 'admin'))['code'] === 59) refused.push(name);
  return refused;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' ');
}
