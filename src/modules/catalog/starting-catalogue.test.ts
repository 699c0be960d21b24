import { describe, expect, it } from 'vitest';
import { newCategoryInput } from './category.schema.js';
import { STARTING_CATALOGUE } from './starting-catalogue.js';

describe('the starting catalogue', () => {
  it('has unit, value, kinds and evidence of every category as agreed', () => {
    const rows = STARTING_CATALOGUE.map(
      ({ code, unit, baseValue, counted, kinds, evidence, limit }) =>
        `${code} ${unit} ${baseValue}${counted ? 'x' : ''} ${kinds.join('+')} ${evidence} ${limit?.frequency ?? '-'}`,
    );
    expect(rows).toEqual([
      'value_add pmarch 500 raised required quarterly',
      'initiative_ai pm 250 raised+award optional -',
      'mentoring pm 250 raised+award optional quarterly',
      'mindshare marketing 200 raised+on-behalf required quarterly',
      'interviews ta 100x raised+proposed none -',
      'presales_e2e presales 500 raised optional -',
      'presales_partial presales 150 raised optional -',
      'presales_adhoc presales 50 raised optional -',
      'presales_rfp presales 600 raised optional -',
      'spot_award pmo 400 proposed optional quarterly',
      'client_appreciation pmo 400 proposed+raised optional quarterly',
      'r_and_r pmo 400 proposed optional quarterly',
      'certification ld 300x raised+proposed required -',
      'technical_session ld 300x raised+proposed optional -',
      'feedback hr 100 raised+proposed+award none -',
      'market_impact marketing 200 award none -',
      'utilization pmo 0 proposed none monthly',
      'bonus central 0 system none quarterly',
    ]);
  });

  it('is made of categories that an administrator could have entered', () => {
    for (const category of STARTING_CATALOGUE) {
      const { limit, ...terms } = category;
      const parsed = newCategoryInput.safeParse({ ...terms, ...limit });
      expect(parsed.success, `${category.code}: ${parsed.error?.message ?? ''}`).toBe(true);
    }
  });
});
