import type { PersonActor } from '../../kernel/actor.js';
import { BYTE_ORDER_MARK, csvLine } from '../../kernel/csv.js';
import { newId } from '../../kernel/ids.js';
import { presentRequests } from './present-requests.js';
import type { RequestParts } from './request-parts.js';
import type { Request, RequestView } from './request.js';

const COLUMNS = [
  'request_id',
  'status',
  'source',
  'employee_id',
  'name',
  'grade',
  'department',
  'location',
  'category_code',
  'category',
  'unit',
  'points',
  'quantity',
  'event_date',
  'raised_at',
  'proposed_by',
  'with',
  'delegate_of',
  'with_since',
  'working_hours',
  'reminded_at',
  'escalated_at',
  'orphaned',
  'needs_assignment',
  'decided_at',
  'decided_by',
  'decision_notes',
  'notes',
  'files',
  'duplicate_acknowledged',
  'evidence_used_before',
] as const;

/** What of requests is taken, for the audit. */
export interface TakenRequests {
  readonly what: string;
  readonly filters: Readonly<Record<string, unknown>>;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** So many are read and presented at once, so that memory does not grow with the file. */
export const CSV_BATCH = 500;

/** Requests as CSV in pieces; who took how many is recorded after the last one. */
export async function* requestLines(
  parts: RequestParts,
  actor: PersonActor,
  batches: AsyncIterable<readonly Request[]>,
  { what, filters, from = '', to = '' }: TakenRequests,
): AsyncGenerator<string> {
  let rows = 0;
  try {
    yield BYTE_ORDER_MARK + csvLine(COLUMNS);
    for await (const batch of batches) {
      const views = await presentRequests(parts, actor, batch);
      const people = await parts.people.byIds([...new Set(views.map(({ person }) => person.id))]);
      rows += views.length;
      yield views.map((view) => csvLine(cellsOf(view, people.get(view.person.id)?.employeeId ?? ''))).join('');
    }
  } finally {
    // Also when the reader went away half-way: what was sent was taken.
    await parts.storage.run(() =>
      parts.outbox.record(actor, {
        type: 'export.taken',
        subject: { type: 'export', id: newId() },
        data: { format: 'csv', from, to, rows, what },
        after: { filters },
      }),
    );
  }
}

function cellsOf(view: RequestView, employeeId: string): (string | number)[] {
  const yesOrNo = (value: boolean) => (value ? 'yes' : 'no');
  const instant = (at: Date | null) => at?.toISOString() ?? '';
  return [
    view.id,
    view.status,
    view.kind,
    employeeId,
    view.person.name,
    view.grade,
    view.person.department,
    view.person.location,
    view.category.code,
    view.category.name,
    view.category.unit,
    view.points,
    view.quantity,
    view.eventDate,
    instant(view.raisedAt),
    view.proposer.id === view.person.id ? '' : view.proposer.name,
    view.approver.name,
    view.delegatedFrom?.name ?? '',
    instant(view.assignedAt),
    view.ageHours,
    instant(view.remindedAt),
    instant(view.escalatedAt),
    yesOrNo(view.orphaned),
    yesOrNo(view.needsAssignment),
    instant(view.decidedAt),
    view.decidedBy?.name ?? '',
    view.decisionNotes ?? '',
    view.notes,
    view.attachments.length,
    yesOrNo(view.duplicateAcknowledged),
    yesOrNo(view.evidenceSeen),
  ];
}
