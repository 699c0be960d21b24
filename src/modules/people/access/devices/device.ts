/** A device as its owner would name it. Empty where the user agent does not say. */
export interface Device {
  readonly browser: string;
  readonly system: string;
}

/** What a request says of where it comes from. */
export interface DeviceFacts {
  readonly userAgent: string | undefined;
  readonly address: string | undefined;
}

/** The first that matches counts: most browsers also name those they descend from. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Edg|EdgA|EdgiOS)\//, 'Edge'],
  [/\b(?:OPR|OPT|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\b(?:Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** Programs name themselves first: "curl/8.5.0". */
const PROGRAM = /^([A-Za-z][\w.-]{1,29})\/\d/;
const MAX_LENGTH = 512;

/**
 * Names browser and system of a user agent. Versions and models are left out: browsers have frozen them, and nobody
 * recognises an own device by them.
 */
export function deviceOf(userAgent = ''): Device {
  const text = userAgent.slice(0, MAX_LENGTH);
  const program = PROGRAM.exec(text)?.[1];
  const first = (names: typeof BROWSERS) => names.find(([pattern]) => pattern.test(text))?.[1];
  const browser = first(BROWSERS) ?? (program === 'Mozilla' ? undefined : program);
  return { browser: browser ?? '', system: first(SYSTEMS) ?? '' };
}
