import { MongoError } from '../errors.js';
import { dropCollection, renameCollection as renameIn } from '../store/catalog-store.js';
import type { WriteCommand } from './command.js';
import { assertNames } from './find-target.js';

/** https://www.mongodb.com/docs/manual/reference/command/renameCollection/ */
export const renameCollection: WriteCommand = {
  name: 'renameCollection',
  kind: 'write',
  options: ['to', 'dropTarget'],
  run: (unit, { arguments: args }) => {
    const source = split(args.collection());
    const target = split(args.text('to') ?? '');
    const collection = unit.catalog.find(source.database, source.name);
    if (collection === undefined)
      throw new MongoError(26, `Source collection ${source.database}.${source.name} does not exist`);
    assertNames(target.database, target.name);
    const existing = unit.catalog.find(target.database, target.name);
    if (existing?.id === collection.id) throw new MongoError(20, "Can't rename a collection to itself");
    if (existing !== undefined && !args.flag('dropTarget')) throw new MongoError(48, 'target namespace exists');
    if (existing !== undefined) dropCollection(unit, existing);
    renameIn(unit, collection, target.database, target.name);
    return { ok: 1 };
  },
};

function split(namespace: string): { database: string; name: string } {
  const dot = namespace.indexOf('.');
  if (dot < 0) throw new MongoError(73, `Invalid namespace specified: '${namespace}'`);
  return { database: namespace.slice(0, dot), name: namespace.slice(dot + 1) };
}
