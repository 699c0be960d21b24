import type { Document } from 'mongodb';
import { equal, isDocument, order, unknown } from './plain-model.js';

/* What writes do, in the plain model. */

/** What an update by operators makes of a document; `inserting` when it is an upsert. */
export function updated(before: Document, update: Document, inserting = false): Document {
  const doc = structuredClone(before);
  for (const [op, fields] of Object.entries(update)) {
    if (op === '$setOnInsert' && !inserting) continue;
    for (const [path, value] of Object.entries(fields as Document)) change(doc, path.split('.'), op, value);
  }
  return doc;
}

function change(doc: Document, names: readonly string[], op: string, value: unknown): void {
  const [name = '', ...rest] = names;
  if (rest.length > 0) {
    if (!isDocument(doc[name]) && (op === '$unset' || op === '$pull')) return;
    if (!isDocument(doc[name])) doc[name] = {};
    change(doc[name] as Document, rest, op, value);
    return;
  }
  const current = (doc[name] ?? []) as unknown[];
  const each = isDocument(value) && '$each' in value ? (value['$each'] as unknown[]) : [value];
  switch (op) {
    case '$set':
    case '$setOnInsert':
      doc[name] = value;
      return;
    case '$unset':
      delete doc[name];
      return;
    case '$inc':
      doc[name] = ((doc[name] ?? 0) as number) + (value as number);
      return;
    case '$min':
      if (!(name in doc) || order(value, doc[name]) < 0) doc[name] = value;
      return;
    case '$max':
      if (!(name in doc) || order(value, doc[name]) > 0) doc[name] = value;
      return;
    case '$push':
      doc[name] = [...current, ...each];
      return;
    case '$addToSet':
      doc[name] = [...current, ...each.filter((v) => !current.some((w) => equal(v, w)))];
      return;
    case '$pull':
      if (name in doc) doc[name] = current.filter((v) => !equal(v, value));
      return;
    default:
      throw unknown(op);
  }
}

/** What an upsert starts with: the conditions of equality. */
export function startOfUpsert(filter: Document): Document {
  const doc: Document = {};
  for (const [name, wanted] of Object.entries(filter)) {
    if (name === '$and') for (const part of wanted as Document[]) Object.assign(doc, startOfUpsert(part));
    else if (name.startsWith('$')) continue;
    else if (!isDocument(wanted)) change(doc, name.split('.'), '$set', wanted);
    else if ('$eq' in wanted) change(doc, name.split('.'), '$set', wanted['$eq']);
  }
  return doc;
}
