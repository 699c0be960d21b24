import type { AnyStoredEvent } from '../../kernel/events.js';
import type { RevisedField, TimelineStep } from './request.js';

/** In the order in which they matter to who decides; words and ids are named without their values. */
const SHOWN = ['points', 'quantity', 'eventDate'] as const;
const NAMED = ['category', 'notes'] as const;

/** What a change of a proposal changed, for its timeline. Nothing of a percentage, which has words of its own. */
export function revisedFields(
  event: Extract<AnyStoredEvent, { type: 'request.revised' }>,
): Pick<TimelineStep, 'changes'> {
  const { fields } = event.data;
  const shown = SHOWN.filter((field) => fields.includes(field)).map((field): RevisedField => {
    const [from, to] = [valueOf(event.before?.[field]), valueOf(event.after?.[field])];
    return { field, ...(from !== undefined && to !== undefined && { from, to }) };
  });
  const named = NAMED.filter((field) => fields.includes(field)).map((field): RevisedField => ({ field }));
  const changes = [...shown, ...named];
  return changes.length === 0 || fields.includes('utilization') ? {} : { changes };
}

function valueOf(value: unknown): string | number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
