import { addDays, daysBetween, type LocalDate } from '../kernel/local-date.js';
import { can } from '../kernel/permissions.js';
import type { Unit } from '../kernel/units.js';
import type { Person } from '../modules/people/index.js';
import type { Company } from './company.js';
import type { Random } from './random.js';
import { momentOn, workdayUntil } from './working-time.js';

/** Points that somebody gave to several people at one moment, without a request. */
export interface Award {
  readonly categoryCode: string;
  readonly unit: Unit;
  readonly giverId: string;
  readonly personIds: readonly string[];
  readonly day: LocalDate;
  readonly at: Date;
  readonly reason: string;
}

/** Who gives what, how often, and in which words. None of these categories has a limit. */
const KINDS: readonly { code: string; unit: Unit; weight: number; reasons: readonly string[] }[] = [
  {
    code: 'initiative_ai',
    unit: 'pm',
    weight: 6,
    reasons: [
      'The team moved its reviews to the assistant and kept at it.',
      'Prompts written down and shared with all.',
    ],
  },
  {
    code: 'feedback',
    unit: 'hr',
    weight: 5,
    reasons: ['Honest feedback in the half-yearly round, on time.', 'Helped to improve the onboarding survey.'],
  },
  {
    code: 'market_impact',
    unit: 'marketing',
    weight: 2,
    reasons: ['Stood at our booth at the trade fair.', 'A customer story that brought three new contacts.'],
  },
];

const LARGEST_GROUP = 14;

/** Awards for so many entries within a window, each to a handful of people and never to the giver. */
export function planAwards(
  company: Company,
  window: { readonly from: LocalDate; readonly until: LocalDate },
  entries: number,
  random: Random,
): Award[] {
  const awards: Award[] = [];
  let missing = entries;
  while (missing > 0) {
    const kind = random.weighted(KINDS, ({ weight }) => weight);
    const giver = random.pick(giversOf(company, kind.unit));
    const known = kind.unit === 'pm' ? company.reportsOf(giver) : company.people;
    const people = someOf(
      known.filter((person) => person.id !== giver.id),
      Math.min(missing, random.whole(3, LARGEST_GROUP)),
      random,
    );
    if (people.length === 0) continue;
    const day = workdayUntil(addDays(window.from, random.whole(4, daysBetween(window.from, window.until))));
    awards.push({
      categoryCode: kind.code,
      unit: kind.unit,
      giverId: giver.id,
      personIds: people.map(({ id }) => id),
      day,
      at: momentOn(day, random),
      reason: random.pick(kind.reasons),
    });
    missing -= people.length;
  }
  return awards;
}

/** Managers give to their own team; for other units those who may. */
function giversOf(company: Company, unit: Unit): readonly Person[] {
  const mayGive = ({ id }: Person) => can(company.actors.get(id), 'awards:grant', unit);
  return company.people.filter((person) => mayGive(person) && (unit !== 'pm' || company.reportsOf(person).length > 0));
}

function someOf(people: readonly Person[], count: number, random: Random): Person[] {
  const left = [...people];
  const chosen: Person[] = [];
  while (chosen.length < count && left.length > 0) {
    const [person] = left.splice(random.whole(0, left.length - 1), 1);
    if (person !== undefined) chosen.push(person);
  }
  return chosen;
}
