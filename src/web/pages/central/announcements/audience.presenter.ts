import type { Announcement, AudienceFilter } from '../../../../modules/announcements/index.js';
import type { Services } from '../../../services.js';
import { grantCode } from '../../hr/people/grant-choices.js';

/** One condition of an audience: what it says, for a text with the key `announce.for.<what>`. */
export interface AudienceWord {
  readonly what: 'department' | 'grade' | 'location' | 'manager' | 'dp' | 'grant' | 'belowTarget';
  /** A value or a name; of a grant its code. */
  readonly value: string;
}

/** Names of the managers and delivery partners that audiences mean, asked for once. */
export async function superiorsOf(
  { people }: Pick<Services, 'people'>,
  audiences: readonly AudienceFilter[],
): Promise<ReadonlyMap<string, string>> {
  const ids = audiences.flatMap(({ managerId, dpId }) => [managerId, dpId].filter((id) => id !== undefined));
  const found = ids.length === 0 ? [] : [...(await people.byIds([...new Set(ids)])).values()];
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** The conditions of an audience in their order; none means everybody. */
export function audienceWords(audience: AudienceFilter, names: ReadonlyMap<string, string>): AudienceWord[] {
  const { department, grade, location, managerId, dpId, grant, belowTarget } = audience;
  const nameOf = (id: string | undefined) => (id === undefined ? undefined : (names.get(id) ?? '–'));
  const words: [AudienceWord['what'], string | undefined][] = [
    ['department', department],
    ['grade', grade],
    ['location', location],
    ['manager', nameOf(managerId)],
    ['dp', nameOf(dpId)],
    ['grant', grant === undefined ? undefined : grantCode(grant)],
    ['belowTarget', belowTarget === true ? 'yes' : undefined],
  ];
  return words.flatMap(([what, value]) => (value === undefined ? [] : [{ what, value }]));
}

/** The forms of ids are of no use to people: their audiences in words, by announcement. */
export async function audiencesInWords(
  services: Pick<Services, 'people'>,
  announcements: readonly Announcement[],
): Promise<ReadonlyMap<string, readonly AudienceWord[]>> {
  const names = await superiorsOf(
    services,
    announcements.map(({ audience }) => audience),
  );
  return new Map(announcements.map(({ id, audience }) => [id, audienceWords(audience, names)]));
}
