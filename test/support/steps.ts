import { afterEach, beforeEach } from 'vitest';

/**
 * Call inside a `describe` whose tests are the steps of one journey: once a step has failed, the later ones are skipped
 * instead of failing for the same reason after a long wait.
 */
export function eachStepNeedsTheOnesBefore(): void {
  let failed: string | undefined;
  beforeEach((context) => {
    if (failed !== undefined) context.skip(`"${failed}" failed before`);
  });
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') failed ??= task.name;
  });
}
