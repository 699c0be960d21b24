import type { DecidingUnit } from '../support/records.js';
import type { Access } from './kinds.js';

/** Records that stand for `:id`. Those called fresh are made anew for each try, since the try uses them up. */
export type RecordName =
  | 'unitRequest'
  | 'bulkDecision'
  | 'ownRequest'
  | 'freshRequest'
  | 'evidence'
  | 'import'
  | 'mappedImport'
  | 'freshImport'
  | 'importMapping'
  | 'freshMapping'
  | 'person'
  | 'freshPerson'
  | 'registration'
  | 'freshSession'
  | 'personalToken'
  | 'category'
  | 'freshCategory'
  | 'entry'
  | 'bonus'
  | 'bonusRun'
  | 'mail'
  | 'notification'
  | 'absence'
  | 'freshAbsence'
  | 'proposal'
  | 'freshProposal'
  | 'raisedForOther'
  | 'freshRaisedForOther'
  | 'export'
  | 'freshExport'
  | 'freshTargets'
  | 'announcement'
  | 'freshAnnouncement';

export interface Row {
  readonly who: Access;
  /** Answer to those who are let in: to a GET, or to a POST without any field. 200 unless said. */
  readonly answer?: number;
  /** The same for a browser, where it differs. */
  readonly page?: number;
  readonly id?: RecordName;
  /** The unit whose people are approver and peer, where the route itself names none. */
  readonly unit?: DecidingUnit;
  /** What those who are not let in send: a body that would be accepted from others. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Signs in anew for each try, since the try ends the session. */
  readonly endsSession?: true;
}

/** By method and path. */
export type Rows = Readonly<Record<string, Row>>;
