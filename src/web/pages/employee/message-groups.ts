import type { PersonActor } from '../../../kernel/actor.js';
import { can } from '../../../kernel/permissions.js';
import type { AlwaysMailed, MessageType } from '../../../modules/notifications/index.js';

export const MESSAGE_GROUPS = ['employee', 'decider', 'administrator'] as const;
export type MessageGroup = (typeof MESSAGE_GROUPS)[number];

interface Duties {
  readonly decides: boolean;
  readonly proposes: boolean;
  readonly administers: boolean;
}

type Place = readonly [group: MessageGroup, concerns: (duties: Duties) => boolean];

const OWN: Place = ['employee', () => true];
const DECIDER: Place = ['decider', ({ decides }) => decides];
const ADMINISTRATOR: Place = ['administrator', ({ administers }) => administers];

type ChosenType = Exclude<MessageType, AlwaysMailed>;

/** Where a kind of message stands: in the first group that concerns the person, in this order. */
const PLACES: Readonly<Record<ChosenType, readonly Place[]>> = {
  request_approved: [OWN],
  request_rejected: [OWN],
  requests_decided: [OWN],
  award: [OWN],
  bonus: [OWN],
  bonus_analysis: [OWN],
  announcement: [OWN],
  adjustment: [OWN],
  request_raised: [DECIDER],
  // Updaters are told when a validator changes what they proposed.
  request_proposed: [DECIDER, ['employee', ({ proposes }) => proposes]],
  request_withdrawn: [DECIDER],
  request_reassigned: [DECIDER],
  requests_reminded: [DECIDER],
  requests_escalated: [DECIDER, ADMINISTRATOR],
  absence: [DECIDER, OWN],
  requests_unassigned: [ADMINISTRATOR],
  registration_received: [ADMINISTRATOR],
};

/** The kinds of messages that may concern somebody, by group; groups without any are left out. */
export function messageGroupsOf(actor: PersonActor): { group: MessageGroup; kinds: ChosenType[] }[] {
  const duties: Duties = {
    decides: can(actor, 'requests:decide'),
    proposes: can(actor, 'requests:propose'),
    administers: can(actor, 'people:administer', 'hr'),
  };
  const placed = (Object.keys(PLACES) as ChosenType[]).map((kind) => ({
    kind,
    group: PLACES[kind].find(([, concerns]) => concerns(duties))?.[0],
  }));
  return MESSAGE_GROUPS.map((group) => ({
    group,
    kinds: placed.filter((one) => one.group === group).map(({ kind }) => kind),
  })).filter(({ kinds }) => kinds.length > 0);
}
