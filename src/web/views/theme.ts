export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

/** Name of the cookie that keeps the choice; not secret, readable by `theme.js`. */
export const THEME_COOKIE = 'theme';

const YEAR_IN_MS = 365 * 24 * 60 * 60 * 1000;

/** How `res.cookie` sets it. Scripts may write it: switching needs no request. */
export const THEME_COOKIE_OPTIONS = { path: '/', maxAge: YEAR_IN_MS, sameSite: 'lax', httpOnly: false } as const;

export function isTheme(value: unknown): value is Theme {
  return THEMES.some((theme) => theme === value);
}

/** The chosen theme out of a Cookie header; as the device is set where none was chosen. */
export function themeFromCookies(header: string | undefined): Theme {
  for (const pair of (header ?? '').split(';')) {
    const [name, value] = pair.trim().split('=');
    if (name === THEME_COOKIE && isTheme(value)) return value;
  }
  return 'system';
}
