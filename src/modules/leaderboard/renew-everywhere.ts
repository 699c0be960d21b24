import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import type { LeaderboardModule } from './leaderboard.module.js';

export const BOARD_JOB = { name: 'leaderboard: layout', every: 60_000 } as const;

/** The job: makes boards of an earlier layout anew, organization by organization, so that nobody has to wait for them. */
export async function renewBoardsEverywhere(
  leaderboard: Pick<LeaderboardModule, 'renew'>,
  organizations: { list(): Promise<readonly { readonly id: string }[]> },
  stopping: AbortSignal,
): Promise<void> {
  for (const { id } of await acrossOrganizations(() => organizations.list()))
    await inOrganization(id, () => leaderboard.renew(stopping));
}
