/** People of the AdventureWorks sample company, for tests that need somebody. */
export const SAMPLE_NAMES = [
  'Guy Gilbert', 'Kevin Brown', 'Roberto Tamburello', 'Rob Walters', "Thierry D'Hers", 'David Bradley', 'JoLynn Dobney',
  'Ruth Ellerbrock', 'Gail Erickson', 'Barry Johnson', 'Jossef Goldberg', 'Terri Duffy', 'Sidney Higa', 'Taylor Maxwell',
  'Jeffrey Ford', 'Jo Brown', 'Doris Hartwig', 'John Campbell', 'Diane Glimp', 'Steven Selikoff',
] as const;
