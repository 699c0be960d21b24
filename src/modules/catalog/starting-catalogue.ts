import type { CategoryLimit, NewCategory } from './category.js';

const defaults = {
  description: '',
  gradeValues: {},
  counted: false,
  evidence: 'optional',
  evidenceMayBeLink: false,
  limit: null,
} as const;

const NOT_FOR_JUNIORS = { A1: 0, B1: 0, B2: 0 } as const;
const onceAQuarter: CategoryLimit = { frequency: 'quarterly', max: 1, gradeMax: {} };

function presales(code: string, name: string, baseValue: number): NewCategory {
  return { ...defaults, code, name, unit: 'presales', baseValue, gradeValues: NOT_FOR_JUNIORS, kinds: ['raised'] };
}

/** The categories with which an organization starts (docs/domain-language.md, "Starting catalogue"). */
export const STARTING_CATALOGUE: readonly NewCategory[] = [
  {
    ...defaults,
    code: 'value_add',
    name: 'Value Add (accelerators)',
    unit: 'pmarch',
    baseValue: 500,
    kinds: ['raised'],
    evidence: 'required',
    limit: { frequency: 'quarterly', max: 1, gradeMax: { A1: 1, B1: 1, B2: 1, C1: 2, C2: 2, D1: 2, D2: 1 } },
  },
  { ...defaults, code: 'initiative_ai', name: 'Initiative (AI adoption)', unit: 'pm', baseValue: 250, kinds: ['raised', 'award'] },
  {
    ...defaults,
    code: 'mentoring',
    name: 'Mentoring',
    unit: 'pm',
    baseValue: 250,
    gradeValues: { A1: 0 },
    kinds: ['raised', 'award'],
    limit: { frequency: 'quarterly', max: 2, gradeMax: { B1: 2, B2: 2, C1: 4, C2: 6, D1: 5, D2: 5 } },
  },
  {
    ...defaults,
    code: 'mindshare',
    name: 'Mindshare (blogs, white papers, community)',
    unit: 'marketing',
    baseValue: 200,
    kinds: ['raised', 'on-behalf'],
    evidence: 'required',
    evidenceMayBeLink: true,
    limit: { frequency: 'quarterly', max: 2, gradeMax: { A1: 1 } },
  },
  {
    ...defaults,
    code: 'interviews',
    name: 'Interviews',
    unit: 'ta',
    baseValue: 100,
    counted: true,
    kinds: ['raised', 'proposed'],
    evidence: 'none',
  },
  presales('presales_e2e', 'Pre-sales end to end', 500),
  presales('presales_partial', 'Pre-sales partial', 150),
  presales('presales_adhoc', 'Pre-sales ad hoc', 50),
  presales('presales_rfp', 'RFP', 600),
  { ...defaults, code: 'spot_award', name: 'Spot award', unit: 'pmo', baseValue: 400, kinds: ['proposed'], limit: onceAQuarter },
  {
    ...defaults,
    code: 'client_appreciation',
    name: 'Client appreciation',
    unit: 'pmo',
    baseValue: 400,
    kinds: ['proposed', 'raised'],
    limit: onceAQuarter,
  },
  { ...defaults, code: 'r_and_r', name: 'R&R', unit: 'pmo', baseValue: 400, kinds: ['proposed'], limit: onceAQuarter },
  {
    ...defaults,
    code: 'certification',
    name: 'Next-level certification',
    unit: 'ld',
    baseValue: 300,
    counted: true,
    kinds: ['raised', 'proposed'],
    evidence: 'required',
  },
  {
    ...defaults,
    code: 'technical_session',
    name: 'Technical session',
    unit: 'ld',
    baseValue: 300,
    counted: true,
    kinds: ['raised', 'proposed'],
  },
  {
    ...defaults,
    code: 'feedback',
    name: 'Feedback',
    unit: 'hr',
    baseValue: 100,
    kinds: ['raised', 'proposed', 'award'],
    evidence: 'none',
  },
  { ...defaults, code: 'market_impact', name: 'Market impact', unit: 'marketing', baseValue: 200, kinds: ['award'], evidence: 'none' },
  {
    ...defaults,
    code: 'utilization',
    name: 'Utilization',
    description: 'A percentage for a month; it never becomes points.',
    unit: 'pmo',
    baseValue: 0,
    kinds: ['proposed'],
    evidence: 'none',
    limit: { frequency: 'monthly', max: 1, gradeMax: {} },
  },
  {
    ...defaults,
    code: 'bonus',
    name: 'Bonus',
    description: 'Computed from the milestones reached.',
    unit: 'central',
    baseValue: 0,
    kinds: ['system'],
    evidence: 'none',
    limit: onceAQuarter,
  },
];
