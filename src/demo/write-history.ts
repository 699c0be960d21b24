import type { PersonActor } from '../kernel/actor.js';
import { groupBy } from '../kernel/group-by.js';
import type { Category } from '../modules/catalog/index.js';
import { MAX_BULK } from '../modules/requests/index.js';
import type { Activity } from './activity.js';
import { giveAward } from './give-award.js';
import { proposeUtilization } from './propose-utilization.js';
import type { Award } from './plan-awards.js';
import type { Company } from './company.js';
import type { DemoServices } from './demo-services.js';
import { evidencePdf, withTemporaryFile } from './evidence-file.js';

/** One thing to do at one moment: a claim, percentages or decisions that one person makes in one go, or an award. */
type Step =
  | { readonly at: Date; readonly claim: Activity }
  | { readonly at: Date; readonly reported: Activity[] }
  | { readonly at: Date; readonly settled: Activity[] }
  | { readonly at: Date; readonly award: Award };

/** Steps written together; one commit for many makes the difference between seconds and minutes. */
const BATCH = 50;

/** Lives through the plan, step by step in the order of time, through the services that people use. */
export async function writeHistory(
  services: DemoServices,
  company: Company,
  plan: { readonly activities: readonly Activity[]; readonly awards: readonly Award[] },
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const steps = [...stepsOf(plan.activities), ...plan.awards.map((award): Step => ({ at: award.at, award }))].sort(
    (a, b) => a.at.getTime() - b.at.getTime(),
  );
  const requestIds = new Map<Activity, string>();
  for (let start = 0; start < steps.length; start += BATCH) {
    const batch = steps.slice(start, start + BATCH);
    const evidence = await storeEvidence(services, company, batch);
    await services.storage.run(async () => {
      for (const step of batch) {
        services.clock.set(step.at);
        if ('claim' in step)
          requestIds.set(step.claim, await claim(services, company, step.claim, evidence.get(step.claim)));
        else if ('reported' in step)
          for (const [activity, id] of await proposeUtilization(services, company, step.reported))
            requestIds.set(activity, id);
        else if ('settled' in step) await settle(services, company, step.settled, requestIds);
        else await giveAward(services, company, step.award);
      }
    });
    onProgress(Math.min(start + BATCH, steps.length), steps.length);
  }
}

function stepsOf(plan: readonly Activity[]): Step[] {
  const settlements: { at: Date; settled: Activity[] }[] = [];
  const open = new Map<string, Activity[]>();
  for (const activity of plan) {
    const { outcome, deciderId, unit } = activity;
    if (outcome.kind === 'pending') continue;
    const key = [outcome.at.getTime(), outcome.kind, deciderId, unit].join(' ');
    const together = open.get(key);
    if (together !== undefined && together.length < MAX_BULK) {
      together.push(activity);
      continue;
    }
    const settled = [activity];
    open.set(key, settled);
    settlements.push({ at: outcome.at, settled });
  }
  const [claims, percentages] = [plan.filter((one) => !isReported(one)), plan.filter(isReported)];
  return [
    ...claims.map((activity) => ({ at: activity.claimedAt, claim: activity })),
    ...[
      ...groupBy(percentages, ({ claimedAt, claimantId }) => `${claimedAt.getTime()} ${claimantId}`).values(),
    ].flatMap((reported) => (reported[0] === undefined ? [] : [{ at: reported[0].claimedAt, reported }])),
    ...settlements,
  ];
}

function isReported({ utilization }: Activity): boolean {
  return utilization !== undefined;
}

function actorOf(company: Company, personId: string): PersonActor {
  const actor = company.actors.get(personId);
  if (actor === undefined) throw new Error('somebody in the demo plan is not active');
  return actor;
}

function categoryOf(company: Company, activity: Activity): Category {
  const category = company.categories.get(activity.categoryCode);
  if (category === undefined) throw new Error(`the demo plan names an unknown category: ${activity.categoryCode}`);
  return category;
}

/** Files are moved on the disk, so they are stored before the transaction that claims them. */
async function storeEvidence(
  { attachments, clock }: DemoServices,
  company: Company,
  steps: readonly Step[],
): Promise<Map<Activity, string>> {
  const stored = new Map<Activity, string>();
  for (const step of steps) {
    if (!('claim' in step) || step.claim.kind !== 'raised') continue;
    const { claim: activity, at } = step;
    const { evidence, evidenceMayBeLink, name } = categoryOf(company, activity);
    if (evidence !== 'required' || evidenceMayBeLink) continue;
    const actor = actorOf(company, activity.claimantId);
    const content = evidencePdf([name, `${actor.name}, ${activity.eventDate}`, '', activity.notes]);
    clock.set(at);
    const { id } = await withTemporaryFile(content, (temporaryPath) =>
      attachments.store(actor, {
        temporaryPath,
        originalName: `${activity.categoryCode}-${activity.eventDate}.pdf`,
        size: content.length,
      }),
    );
    stored.set(activity, id);
  }
  return stored;
}

async function claim(
  { requests }: DemoServices,
  company: Company,
  activity: Activity,
  attachmentId: string | undefined,
): Promise<string> {
  const actor = actorOf(company, activity.claimantId);
  const { categoryCode, eventDate, quantity, notes, personId, deciderId } = activity;
  if (activity.kind === 'proposed') {
    const proposal = {
      personId,
      categoryCode,
      eventDate,
      quantity,
      notes,
      validatorId: deciderId,
      acknowledgeDuplicate: false,
    };
    return (await requests.propose(actor, proposal)).id;
  }
  const { unit, evidenceMayBeLink } = categoryOf(company, activity);
  const view = await requests.raise(actor, {
    categoryCode,
    eventDate,
    notes,
    quantity,
    approverId: unit === 'pm' ? undefined : deciderId,
    link: evidenceMayBeLink
      ? `https://blog.adventure-works.com/${eventDate.replaceAll('-', '/')}/${slugOf(notes)}`
      : undefined,
    attachmentIds: attachmentId === undefined ? [] : [attachmentId],
    acknowledgeDuplicate: false,
  });
  return view.id;
}

function slugOf(notes: string): string {
  return notes
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .slice(0, 5)
    .join('-');
}

async function settle(
  { requests }: DemoServices,
  company: Company,
  activities: readonly Activity[],
  requestIds: ReadonlyMap<Activity, string>,
): Promise<void> {
  const [activity] = activities;
  if (activity === undefined || activity.outcome.kind === 'pending') return;
  const ids = activities.map((each) => requestIds.get(each) ?? '');
  const { outcome } = activity;
  if (outcome.kind === 'withdraw') {
    for (const id of ids) await requests.withdraw(actorOf(company, activity.claimantId), id);
    return;
  }
  const { unit } = categoryOf(company, activity);
  const decider = actorOf(company, activity.deciderId);
  if (ids.length === 1) {
    await requests.decide(decider, unit, ids[0] ?? '', { decision: outcome.kind, notes: outcome.notes });
    return;
  }
  const { failed } = await requests.decideMany(decider, unit, ids, outcome.kind, outcome.notes);
  if (failed[0] !== undefined) throw new Error(`the demo plan breaks a rule: ${failed[0].detail}`);
}
