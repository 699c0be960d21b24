import { z } from 'zod';
import type { PersonActor } from '../../../../kernel/actor.js';
import { checkboxField, optionalField } from '../../../../kernel/fields.js';
import type { UploadedFile } from '../../../../platform/uploads/index.js';
import { unitPaths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../../route.js';
import type { Services } from '../../../services.js';
import { importShape, importUploadShape } from '../../../shapes/import.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';
import { afterUpload, sendTemplate, uploadedFile } from '../../imports/uploaded-file.js';
import { fileHelp, fileKindsOf, type FileKind } from './file-kinds.js';

const RECENT = { number: 1, size: 10 } as const;
const body = z.strictObject({ acknowledgeDuplicates: checkboxField() });

async function recentOf(unit: UnitDeclaration, { kind }: FileKind, actor: PersonActor, services: Services) {
  return (await services.imports.list(actor, RECENT, { kind, unit: unit.unit, own: true })).items;
}

async function uploadPage(
  unit: UnitDeclaration,
  file: FileKind,
  actor: PersonActor,
  services: Services,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const { kind, takesDuplicates } = file;
  const addresses = unitPaths(unit.key);
  return {
    view: 'unit/imports/upload',
    title: `${unit.label}: file of ${kind}`,
    breadcrumbs: [
      { label: unit.label, href: addresses.dashboard },
      { label: unit.key === 'hr' ? 'Imports' : 'Files', href: addresses.imports },
    ],
    model: {
      ...{ unit, kind, takesDuplicates },
      action: addresses.importKind(kind),
      template: addresses.importKindTemplate(kind),
      columns: services.imports.columns(kind),
      help: await fileHelp(unit, file, actor, services),
      recent: await recentOf(unit, file, actor, services),
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

interface Upload {
  readonly actor: PersonActor;
  readonly services: Services;
  readonly files: readonly UploadedFile[];
  readonly body: z.output<typeof body>;
}

async function take(unit: UnitDeclaration, { kind, takesDuplicates }: FileKind, upload: Upload) {
  const { actor, services, files } = upload;
  const acknowledgeDuplicates = takesDuplicates && upload.body.acknowledgeDuplicates;
  const given = { kind, unit: unit.unit, acknowledgeDuplicates, ...uploadedFile(files) };
  return { import: await services.imports.check(actor, given) };
}

/** The page of one kind of file, its template, and the upload. */
export function uploadRoutes(unit: UnitDeclaration, file: FileKind): readonly Route[] {
  const { kind, permission } = file;
  const addresses = unitPaths(unit.key);
  return [
    route({
      method: 'GET',
      path: addresses.importKind(kind),
      permission,
      unit: unit.unit,
      summary: `What a file of ${kind} holds, and the own ones of before.`,
      output: importUploadShape,
      handler: async ({ actor, services }) => ({
        kind,
        columns: services.imports.columns(kind),
        recent: await recentOf(unit, file, actor, services),
      }),
      page: (_data, { actor, services }) => uploadPage(unit, file, actor, services),
    }),
    route({
      method: 'GET',
      path: addresses.importKindTemplate(kind),
      permission,
      unit: unit.unit,
      summary: `An empty file of ${kind} with its header and a line of hints.`,
      handler: ({ actor, services }) => Promise.resolve(services.imports.template(actor, kind, unit.unit)),
      deliver: (text, { http: { res } }) => sendTemplate(res, text, kind),
    }),
    route({
      method: 'POST',
      path: addresses.importKind(kind),
      permission,
      unit: unit.unit,
      summary: `Checks a CSV file of ${kind}; nothing comes of it before it is confirmed.`,
      status: 202,
      upload: { field: 'file', maxFiles: 1 },
      body,
      output: importShape,
      handler: (upload) => take(unit, file, upload),
      redirect: afterUpload,
      refused: (refusal, { actor, services }) => uploadPage(unit, file, actor, services, refusal),
    }),
  ];
}

/** The upload of any kind that the unit works with; the main one unless the field `kind` says another. */
export function uploadOfAnyKind(unit: UnitDeclaration, main: FileKind): Route {
  const kinds = fileKindsOf(unit);
  const kindOf = (name: unknown) => kinds.find(({ kind }) => kind === name) ?? main;
  const names = kinds.map(({ kind }) => kind);
  return route({
    method: 'POST',
    path: unitPaths(unit.key).imports,
    permission: main.permission,
    unit: unit.unit,
    summary: `Checks a CSV file of ${names.join(' or ')}; \`kind\` says which.`,
    status: 202,
    upload: { field: 'file', maxFiles: 1 },
    body: body.extend({ kind: optionalField(z.enum(names, { error: `One of ${names.join(', ')}.` })) }),
    output: importShape,
    handler: (upload) => take(unit, kindOf(upload.body.kind), upload),
    redirect: afterUpload,
    refused: (refusal, { actor, services }) =>
      uploadPage(unit, kindOf(refusal.values['kind']), actor, services, refusal),
  });
}
