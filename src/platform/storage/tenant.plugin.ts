import type { Aggregate, AnyBulkWriteOperation, Document, Query, Schema } from 'mongoose';
import { currentContext } from '../request-context.js';

/** Thrown when a query on an organization's records runs without an organization. Always a programming error. */
export class MissingOrganization extends Error {
  constructor(what: string) {
    super(`${what} without an organization: run it inside inOrganization()`);
    this.name = 'MissingOrganization';
  }
}

/** The organization every query is bound to; undefined where the context may look across organizations. */
function boundOrganization(what: string): string | undefined {
  const context = currentContext();
  if (context?.acrossOrganizations === true) return undefined;
  if (context?.organizationId == null) throw new MissingOrganization(what);
  return context.organizationId;
}

function assertSame(organization: string, named: unknown, what: string): void {
  if (named !== undefined && named !== organization) throw new MissingOrganization(`${what} of another organization`);
}

const QUERIES = [
  'find',
  'findOne',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'countDocuments',
  'distinct',
] as const;

const WRITES = [
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
] as const;

/**
 * Adds `organization` to a schema and to every query, aggregation and write on it, so that nothing is ever read or
 * written across two organizations. Throws MissingOrganization instead of running unbound. `wrote` is called after
 * every write.
 */
export function tenantPlugin(schema: Schema, wrote: () => void = () => undefined): void {
  schema.add({ organization: { type: String, required: true, immutable: true } });

  schema.pre([...QUERIES], { query: true, document: false }, function (this: Query<unknown, unknown>) {
    const what = `${this.model.modelName}.${String((this as { op?: string }).op)}`;
    const organization = boundOrganization(what);
    if (organization === undefined) return;
    assertSame(organization, this.getFilter()['organization'], what);
    this.where({ organization });
  });

  schema.pre('estimatedDocumentCount', function () {
    throw new MissingOrganization('estimatedDocumentCount');
  });

  schema.pre('aggregate', function (this: Aggregate<unknown>) {
    const organization = boundOrganization('aggregate');
    if (organization !== undefined) this.pipeline().unshift({ $match: { organization } });
  });

  schema.pre('validate', function (this: Document) {
    if (!this.isNew) return;
    const organization = boundOrganization('save');
    if (organization === undefined) return;
    assertSame(organization, this.get('organization') ?? undefined, 'save');
    this.set('organization', organization);
  });

  schema.pre('insertMany', function (docs: unknown) {
    const organization = boundOrganization('insertMany');
    if (organization === undefined) return;
    for (const doc of (Array.isArray(docs) ? docs : [docs]) as Record<string, unknown>[]) {
      assertSame(organization, doc['organization'], 'insertMany');
      doc['organization'] = organization;
    }
  });

  schema.pre('bulkWrite', function (operations: AnyBulkWriteOperation[]) {
    const organization = boundOrganization('bulkWrite');
    if (organization === undefined) return;
    for (const operation of operations) bindOperation(operation as Record<string, BulkOperation>, organization);
  });

  schema.post([...WRITES], { query: true, document: false }, wrote);
  schema.post('save', wrote);
  schema.post('insertMany', wrote);
  schema.post('bulkWrite', wrote);
}

interface BulkOperation {
  filter?: Record<string, unknown>;
  document?: Record<string, unknown>;
  update?: Record<string, unknown>;
  upsert?: boolean;
}

function bindOperation(operation: Record<string, BulkOperation>, organization: string): void {
  for (const body of Object.values(operation)) {
    if (body.document !== undefined) {
      assertSame(organization, body.document['organization'], 'bulkWrite');
      body.document['organization'] = organization;
      continue;
    }
    assertSame(organization, body.filter?.['organization'], 'bulkWrite');
    body.filter = { ...body.filter, organization };
  }
}
