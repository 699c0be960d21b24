import type { PersonActor } from '../../kernel/actor.js';
import { NotFound } from '../../kernel/errors.js';
import { quarterNumber, rangeOfPeriod, type QuarterKey } from '../../kernel/period.js';
import type { Entry } from '../ledger/index.js';
import type { RequestDetail } from '../requests/index.js';
import { bonusAmount, milestonesReached } from '../targets/index.js';
import { wordsOf } from './history-lines.js';
import type { BonusBasis, ExplainedEntry } from './own-figures.js';
import { targetOf } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** As many versions as anybody makes of a category. */
const VERSIONS = { number: 1, size: 100 } as const;

/** One of the actor's entries with all that it was computed from; entries of others do not exist. */
export async function explainEntry(
  deps: ReportsDependencies,
  actor: PersonActor,
  entryId: string,
): Promise<ExplainedEntry> {
  const entry = await deps.ledger.byId(entryId);
  if (entry.personId !== actor.personId) throw new NotFound('entry.not_found', 'There is no such entry.');
  const { entries: corrections, worth, reversed } = await deps.ledger.corrections(entry.correctsEntryId ?? entry.id);
  const corrected = entry.correctsEntryId === null ? null : await deps.ledger.byId(entry.correctsEntryId);
  const first = corrected ?? entry;
  const request = await requestOf(deps, actor, first);
  const decisions = await deps.requests.ownDecisions(actor, request === null ? [] : [request.request.id]);
  return {
    entry,
    category: await categoryOf(deps, first),
    words: wordsOf(entry, decisions),
    worth,
    reversed,
    corrections: corrections.filter(({ id }) => id !== entry.id),
    corrected,
    request,
    bonus: first.kind === 'bonus' ? await bonusBasis(deps, first) : null,
  };
}

async function requestOf(
  { requests }: ReportsDependencies,
  actor: PersonActor,
  { source }: Entry,
): Promise<RequestDetail | null> {
  if (source.type !== 'request') return null;
  try {
    return await requests.detail(actor, 'own', source.id);
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

async function categoryOf(
  { catalog }: ReportsDependencies,
  { categoryCode: code, basis: { categoryVersion: version, grade } }: Entry,
): Promise<ExplainedEntry['category']> {
  const current = await catalog.find(code);
  if (current === undefined) return { code, name: code, version, since: null, ofGrade: false };
  const { items } = await catalog.versions(code, VERSIONS);
  const then = items.find((one) => one.version === version);
  return {
    code,
    name: then?.terms.name ?? current.name,
    version,
    since: then?.effectiveFrom ?? null,
    ofGrade: then !== undefined && Object.hasOwn(then.terms.gradeValues, grade),
  };
}

/** With grade of then, the configuration of the quarter's last day as it was set then, and points as they stand now. */
async function bonusBasis(
  { ledger, targets, organizations }: ReportsDependencies,
  { personId, quarter, year, at, basis: { grade } }: Entry,
): Promise<BonusBasis> {
  const { calendar } = await organizations.current();
  const soFar = ([1, 2, 3, 4] as const)
    .slice(0, quarterNumber(quarter))
    .map((number): QuarterKey => `${year}-Q${number}`);
  const totals = (await ledger.totals([personId], soFar)).get(personId);
  const yearPoints = soFar.reduce((sum, key) => sum + (totals?.[key]?.regular ?? 0), 0);
  const config = await targets.configAsSet(rangeOfPeriod(quarter, calendar).to, at);
  const target = targetOf(grade, config);
  const milestones = target === undefined ? [] : milestonesReached(yearPoints, target * 4, quarter, config);
  return {
    period: quarter,
    grade,
    configSince: config.effectiveFrom,
    yearlyTarget: target === undefined ? null : target * 4,
    yearPoints,
    milestones,
    amount: bonusAmount(milestones),
  };
}
