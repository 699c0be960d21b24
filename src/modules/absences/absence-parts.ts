import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { PeopleModule } from '../people/index.js';
import type { AbsenceRecord, AbsenceTurnRecord } from './absence.model.js';
import type { AbsentDecidersRequests } from './absences.module.js';

export interface AbsencesDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly organizations: Pick<OrganizationsModule, 'current' | 'today' | 'list'>;
  readonly people: Pick<PeopleModule, 'byId' | 'byIds' | 'holders'>;
  /** Asked for late: the requests are built with the absences. */
  readonly requests: () => AbsentDecidersRequests;
}

/** What the parts of this module work with. */
export interface AbsenceParts extends AbsencesDependencies {
  readonly absences: Model<AbsenceRecord>;
  readonly turns: Model<AbsenceTurnRecord>;
}
