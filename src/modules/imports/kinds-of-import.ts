import type { Outbox } from '../../platform/outbox/index.js';
import type { RequestsModule } from '../requests/index.js';
import { awardsKind } from './awards/awards-kind.js';
import type { ImportKind } from './import.js';
import type { KindOfImport } from './kind-of-import.js';
import type { PeopleCheckParts } from './people/check-people.js';
import { peopleKind } from './people/people-kind.js';
import { proposalsKind } from './proposals/proposals-kind.js';
import { utilizationKind } from './utilization/utilization-kind.js';

export interface KindParts extends PeopleCheckParts {
  readonly outbox: Outbox;
  readonly requests: Pick<RequestsModule, 'batches'>;
}

/** Every kind of file there is. */
export function kindsOfImport(parts: KindParts): (kind: ImportKind) => KindOfImport {
  const kinds: Readonly<Record<ImportKind, KindOfImport>> = {
    people: peopleKind(parts),
    proposals: proposalsKind(parts),
    utilization: utilizationKind(parts),
    awards: awardsKind(parts),
  };
  return (kind) => kinds[kind];
}
