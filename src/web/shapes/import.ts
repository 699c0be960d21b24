import { z } from 'zod';
import { DATE_FORMATS, IMPORT_KINDS, IMPORT_MODES, IMPORT_STATUSES } from '../../modules/imports/index.js';
import { idShape, instantShape, pageShape } from './common.js';

const problemShape = z.object({ line: z.int(), column: z.string(), message: z.string() });

const sourceShape = z.object({
  how: z.string(),
  column: z.string().optional(),
  template: z.string().optional(),
  value: z.string().optional(),
  values: z.array(z.object({ from: z.string(), to: z.string() })).optional(),
  otherwise: z.string().optional(),
});

const mappingShape = z.object({
  fields: z.record(z.string(), sourceShape),
  dates: z.enum(DATE_FORMATS),
  emptyWords: z.array(z.string()),
  keep: z.object({ column: z.string(), value: z.string() }).nullable(),
  rows: z.object({ key: z.string(), same: z.string().nullable() }).nullable(),
  managersHoldPm: z.boolean(),
});

/** Points in all, and how many rows each person has to decide. */
const effectShape = z.object({ points: z.int(), deciders: z.record(z.string(), z.int()) });

const oneShape = z.object({
  id: idShape,
  kind: z.enum(IMPORT_KINDS),
  unit: z.string().nullable(),
  name: z.string(),
  status: z.enum(IMPORT_STATUSES),
  mode: z.enum(IMPORT_MODES),
  rows: z.int(),
  ignored: z.int(),
  valid: z.int(),
  invalid: z.int(),
  creates: z.int(),
  updates: z.int(),
  unchanged: z.int(),
  created: z.int(),
  updated: z.int(),
  acknowledgeDuplicates: z.boolean(),
  planned: effectShape,
  written: effectShape,
  progress: z.object({ done: z.int(), total: z.int() }),
  titles: z.array(z.string()),
  unknownColumns: z.array(z.string()),
  mappingName: z.string().nullable(),
  errors: z.array(problemShape),
  reasons: z.array(z.object({ column: z.string(), reason: z.string(), count: z.int(), lines: z.array(z.int()) })),
  kept: z.boolean(),
  uploadedAt: instantShape,
  completedAt: instantShape.nullable(),
});

export const importShape = z.object({ import: oneShape });
export const importListShape = pageShape(oneShape);
export const recentImportsShape = z.object({ recent: z.array(oneShape) });
export const importProblemsShape = pageShape(problemShape);
export const importChangesShape = pageShape(
  z.object({
    line: z.int(),
    personId: idShape,
    name: z.string(),
    changes: z.array(z.object({ column: z.string(), from: z.string(), to: z.string() })),
  }),
);

export const mappingSheetShape = z.object({
  sheet: z.object({
    import: oneShape,
    columns: z.array(z.string()),
    required: z.array(z.string()),
    mapping: mappingShape,
    values: z.record(z.string(), z.array(z.string())),
    tooMany: z.array(z.string()),
    preview: z.array(z.object({ line: z.int(), values: z.record(z.string(), z.string()) })),
    counts: z.object({ counted: z.int(), ignored: z.int() }),
  }),
});

const savedMappingShape = z.object({
  id: idShape,
  name: z.string(),
  titles: z.array(z.string()),
  mapping: mappingShape,
  savedBy: z.string(),
  savedAt: instantShape,
});
export const mappingShapeOne = z.object({ mapping: savedMappingShape });
export const mappingListShape = z.object({ items: z.array(savedMappingShape) });

/** The page on which a file of a kind is uploaded: what its columns are, and what came before. */
export const importUploadShape = z.object({
  kind: z.enum(IMPORT_KINDS),
  columns: z.array(z.object({ name: z.string(), hint: z.string(), required: z.boolean() })),
  recent: z.array(oneShape),
});
