import { z } from 'zod';
import { dayShape, idShape, pageShape } from './common.js';
import { requestShape } from './request.js';

const sumShape = z.object({ key: z.string(), regular: z.int(), count: z.int() });
const namedSumShape = sumShape.extend({ name: z.string() });
const share = { eligible: z.int(), participants: z.int(), percent: z.number().nullable() };
const refused = { refused: z.int() };
const range = { period: z.string().nullable(), from: dayShape, to: dayShape };

export const unitDashboardShape = z.object({
  ...range,
  view: z.enum(['unit', 'team', 'own']),
  counts: z.object({ pending: z.int(), assigned: z.int(), approved: z.int(), rejected: z.int() }),
  acceptance: z.number().nullable(),
  decision: z.object({ decided: z.int(), medianHours: z.number().nullable() }),
  points: z.int().nullable(),
  oldest: z.array(requestShape),
  recent: z.array(requestShape),
  byMonth: z.array(sumShape),
  byCategory: z.array(namedSumShape),
  proposals: z.array(z.object({ key: z.string(), pending: z.int(), approved: z.int(), rejected: z.int() })).nullable(),
  participation: z
    .object({
      rows: z.array(z.object({ grade: z.string(), ...share, ...refused })),
      total: z.object({ ...share, ...refused }),
      others: z.int(),
    })
    .nullable(),
});

const group = { points: z.int(), count: z.int(), heads: z.int(), perHead: z.number().nullable(), ...share };
const groupsShape = z.array(z.object({ key: z.string(), together: z.array(z.string()).optional(), ...group }));
const decisionsShape = {
  ...{ pending: z.int(), approved: z.int(), rejected: z.int(), withdrawn: z.int(), decided: z.int() },
  ...{ approval: z.number().nullable(), medianHours: z.number().nullable(), ninetiethHours: z.number().nullable() },
};

export const analyticsShape = z.object({
  ...range,
  scope: z.enum(['company', 'assigned']),
  withheld: z.boolean(),
  total: z.object(group),
  people: z.int(),
  bonus: z.int().nullable(),
  pending: z.int(),
  byMonth: z.array(sumShape),
  byQuarter: z.array(sumShape),
  byCategory: z.array(namedSumShape.extend({ people: z.int(), ...share })),
  byUnit: z.array(sumShape.extend(decisionsShape)),
  byDepartment: groupsShape,
  byGrade: groupsShape,
  byLocation: groupsShape,
  top: z.array(z.object({ rank: z.int(), personId: idShape.nullable(), name: z.string().nullable(), points: z.int() })),
});

const countsShape = z.array(z.object({ code: z.string(), count: z.int() }));
const place = { ...share, points: z.int(), categories: countsShape };

export const marketShape = z.object({
  ...range,
  categories: z.array(z.object({ code: z.string(), name: z.string() })),
  locations: z.array(z.object({ location: z.string(), us: z.boolean(), ...place })),
  total: z.object(place),
  people: pageShape(
    z.object({
      id: idShape.nullable(),
      name: z.string().nullable(),
      grade: z.string(),
      department: z.string(),
      active: z.boolean(),
      points: z.int(),
      categories: countsShape,
    }),
  )
    .extend({ location: z.string() })
    .nullable(),
});
