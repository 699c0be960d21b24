import { expect, it } from 'vitest';
import { ZONE_CHOICES } from './zone-choices.js';

it('offers zones under the names that people know, each of them real and only once', () => {
  expect(ZONE_CHOICES).toEqual(expect.arrayContaining(['UTC', 'Asia/Kolkata', 'Europe/Kyiv', 'America/New_York']));
  expect(ZONE_CHOICES).not.toContain('Asia/Calcutta');
  expect(new Set(ZONE_CHOICES).size).toBe(ZONE_CHOICES.length);
  for (const zone of ZONE_CHOICES) expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
});
