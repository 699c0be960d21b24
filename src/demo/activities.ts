/** What people of the demo company do beyond their jobs, and how they write about it. */
export interface ActivityKind {
  readonly code: string;
  /** How often it happens, against the others. */
  readonly weight: number;
  /** How often an updater proposes it, where the category allows both. */
  readonly proposed: number;
  /** The most that one claim counts, for categories with a quantity. */
  readonly maxQuantity: number;
  /** Departments in which it happens three times as often. */
  readonly departments: readonly string[];
  /** Notes of the one who did it. */
  readonly notes: readonly string[];
}

export const ACTIVITIES: readonly ActivityKind[] = [
  {
    code: 'initiative_ai',
    weight: 10,
    proposed: 0,
    maxQuantity: 1,
    departments: ['IT'],
    notes: [
      'Built an assistant that drafts answers to warranty questions; the service desk saves about six hours a week.',
      'Introduced code review with an AI assistant in our team and wrote down what it may and may not see.',
      'Automated the monthly classification of supplier invoices; error rate fell from 4 % to below 1 %.',
      'Set up a prompt library for the sales team and trained twelve colleagues in using it.',
      'Prototype that predicts which frames will need rework, from the photos of the paint line.',
      'Replaced the manual tagging of support mails by a classifier, with a weekly check by a human.',
    ],
  },
  {
    code: 'mentoring',
    weight: 9,
    proposed: 0,
    maxQuantity: 1,
    departments: [],
    notes: [
      'Mentored two new joiners over eight weeks; both work on their own tickets now.',
      'Weekly sessions with a colleague who moves from assembly planning to analytics.',
      'Guided an intern through the quality dashboard project, from the first draft to the presentation.',
      'Paired with a junior colleague on the release of the dealer portal, three afternoons a week.',
      'Helped a colleague prepare for the team lead role; handover is done.',
    ],
  },
  {
    code: 'mindshare',
    weight: 6,
    proposed: 0,
    maxQuantity: 1,
    departments: ['Marketing'],
    notes: [
      'Blog post on how we cut the lead time of custom frames by a third.',
      'White paper about traceability of carbon parts, published with our supplier.',
      'Talk at the regional data meetup, about 80 people; slides are linked.',
      'Article on inclusive design of our touring bikes, picked up by two trade magazines.',
      'Answered questions on the community forum for a quarter; three answers are pinned.',
    ],
  },
  {
    code: 'interviews',
    weight: 14,
    proposed: 0.45,
    maxQuantity: 4,
    departments: ['HR'],
    notes: [
      'First-round interviews for the production planning roles.',
      'Technical interviews for the data engineering opening, feedback given the same day.',
      'Panel interviews on campus for the graduate programme.',
      'Second-round interviews for the dealer support team in Canada.',
      'Interviews for the tooling specialist, together with HR.',
    ],
  },
  {
    code: 'feedback',
    weight: 12,
    proposed: 0.7,
    maxQuantity: 1,
    departments: ['HR'],
    notes: [
      'Detailed feedback on the new onboarding, three proposals were taken over.',
      'Took part in the exit interview review and wrote the summary.',
      'Feedback round on the travel policy, with figures from our team.',
      'Structured feedback to the learning portal pilot.',
      'Ran the retrospective of the benefits project and shared the findings.',
    ],
  },
  {
    code: 'technical_session',
    weight: 8,
    proposed: 0.5,
    maxQuantity: 2,
    departments: ['IT'],
    notes: [
      'Session on writing safe database migrations, 25 people, recorded.',
      'Hands-on workshop about statistical process control for the paint shop.',
      'Lunch talk on reading financial statements for engineers.',
      'Introduction to accessibility testing with screen readers.',
      'Two-part session on forecasting demand with the new planning tool.',
    ],
  },
  {
    code: 'certification',
    weight: 7,
    proposed: 1,
    maxQuantity: 1,
    departments: ['IT', 'Finance'],
    notes: [
      'Passed the cloud architect certification, next level after associate.',
      'Certified supply chain professional, exam passed at first attempt.',
      'Completed the professional scrum master certification.',
      'Passed the second level of the chartered analyst programme.',
      'Lean six sigma green belt, project on scrap rate accepted.',
    ],
  },
  {
    code: 'client_appreciation',
    weight: 5,
    proposed: 0.6,
    maxQuantity: 1,
    departments: ['Sales'],
    notes: [
      'Thank-you letter from a dealer for saving the season opening after the delayed shipment.',
      'Client named the support during the portal launch "the best we had from any supplier".',
      'Appreciation by the hospital fleet for the two-day repair campaign.',
      'The retailer asked for the same team again for next year, in writing.',
    ],
  },
  {
    code: 'spot_award',
    weight: 5,
    proposed: 1,
    maxQuantity: 1,
    departments: [],
    notes: [
      'Kept the dispatch running over the weekend of the warehouse move.',
      'Found the cause of the label mix-up within a day and fixed it for good.',
      'Stepped in for a colleague at short notice and delivered the audit on time.',
      'Recovered the production plan after the power cut, without losing a shift.',
    ],
  },
  {
    code: 'r_and_r',
    weight: 3,
    proposed: 1,
    maxQuantity: 1,
    departments: [],
    notes: [
      'Recognised by the quarterly jury for the redesign of the returns process.',
      'Team recognition of the quarter: wheel line reached its yearly target early.',
      'Recognised for five years of leading the safety circle.',
    ],
  },
  {
    code: 'presales_adhoc',
    weight: 6,
    proposed: 0,
    maxQuantity: 1,
    departments: ['Sales'],
    notes: [
      'Answered the technical questions of a fleet customer during the call.',
      'Sizing of spare parts stock for a new dealer, within two days.',
      'Short demo of the dealer portal for a prospect.',
    ],
  },
  {
    code: 'presales_partial',
    weight: 4,
    proposed: 0,
    maxQuantity: 1,
    departments: ['Sales'],
    notes: [
      'Solution part of the offer to the bike sharing operator.',
      'Estimate and risk list for the e-bike service contract.',
      'Wrote the integration chapter of the proposal to the retail chain.',
    ],
  },
  {
    code: 'presales_e2e',
    weight: 2.5,
    proposed: 0,
    maxQuantity: 1,
    departments: ['Sales'],
    notes: [
      'Led the offer to the city fleet from the first call to the signature.',
      'End to end: workshop, proposal, demo and negotiation with the rental company.',
    ],
  },
  {
    code: 'presales_rfp',
    weight: 2,
    proposed: 0,
    maxQuantity: 1,
    departments: ['Sales'],
    notes: [
      'RFP of the postal service answered completely, 180 questions in three weeks.',
      'RFP for police bicycles: compliance matrix, pricing model and references.',
    ],
  },
  {
    code: 'value_add',
    weight: 3,
    proposed: 0,
    maxQuantity: 1,
    departments: ['IT'],
    notes: [
      'Accelerator for importing dealer price lists; used by three projects so far.',
      'Reusable test bench for battery packs with its documentation.',
      'Template for traceability reports, adopted by quality and purchasing.',
      'Shared library for label printing; removes four local copies.',
    ],
  },
];

export const APPROVALS: readonly string[] = [
  'Well done, thank you.',
  'Confirmed with the team. Great work.',
  'Evidence is fine, approved.',
  'Exactly what we want to see more of.',
  'Checked against our records, correct.',
  'Happy to approve, the effect is visible.',
];

export const REJECTIONS: readonly string[] = [
  'This is part of the regular role; please raise what went beyond it.',
  'The same work was credited with an earlier request.',
  'Please add who took part and what came out of it, then raise it again.',
  'The date does not match our records. Please check and raise it again.',
];

export const UTILIZATION_NOTES = 'From the time sheets of the month, closed and checked.';
