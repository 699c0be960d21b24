import type { PersonActor } from '../../../kernel/actor.js';
import type { RequestView } from '../../../modules/requests/index.js';
import type { Services } from '../../services.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';

/** As many as somebody decides at one sitting; the queue itself has pages. */
const SHOWN = { number: 1, size: 50 };

export interface WaitingList {
  readonly items: readonly RequestView[];
  /** Everything that waits for the viewer, also what is not among the items. */
  readonly total: number;
}

/** What waits for the viewer in a unit, oldest first. */
export async function waitingList(unit: UnitDeclaration, actor: PersonActor, services: Services): Promise<WaitingList> {
  const found = await services.requests.queue(actor, unit.unit, { status: 'pending', mine: true }, SHOWN);
  return { items: found.items, total: found.page.total };
}

/** The places before and after a request in the list; undefined where there is none. */
export function neighboursIn(list: WaitingList, id: string) {
  const place = list.items.findIndex((item) => item.id === id);
  return {
    place,
    previous: place > 0 ? list.items[place - 1] : undefined,
    next: place === -1 ? undefined : list.items[place + 1],
  };
}

/** Whom to turn to once a request is decided: the one behind it, at the end the oldest again. */
export function nextAfter(list: WaitingList, id: string): RequestView | undefined {
  return neighboursIn(list, id).next ?? list.items.find((item) => item.id !== id);
}
