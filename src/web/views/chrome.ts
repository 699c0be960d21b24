import type { Flash } from '../route.js';
import type { Person } from './components.js';
import type { Theme } from './theme.js';

export interface ChromePage {
  readonly label: string;
  readonly href: string;
  readonly active: boolean;
  /** Heading that it shares with the pages beside it. */
  readonly group?: string;
  /** How many requests wait there for the viewer; absent where none ever do. */
  readonly count?: number;
}

export interface ChromeWorkspace {
  readonly key: string;
  readonly label: string;
  readonly href: string;
  /** Name of a symbol in the sprite. */
  readonly icon: string;
  readonly active: boolean;
  /** How many requests wait for the viewer in all of its pages; absent where none ever do. */
  readonly count?: number;
  readonly pages: readonly ChromePage[];
}

export interface BellItem {
  readonly text: string;
  /** Where it is another language than the page's. */
  readonly lang?: string;
  readonly href: string;
  readonly at: Date;
  readonly unread: boolean;
}

/** The frame around a page: who looks, where, and what the layout shows. */
export interface PageChrome {
  readonly title: string;
  /** Language of the texts, BCP 47. */
  readonly lang: string;
  /** Locale of figures and dates; the language unless said. */
  readonly locale?: string;
  /** The organization's time zone; UTC unless said. */
  readonly zone?: string;
  /** What "now" is for ages on this page; the time of rendering unless said. */
  readonly now?: Date;
  readonly dir: 'ltr' | 'rtl';
  readonly theme: Theme;
  readonly layout?: LayoutName;
  readonly csrfToken?: string;
  readonly viewer?: Person;
  /** `logoUrl` where it has a picture. */
  readonly organization?: { readonly name: string; readonly logoUrl?: string };
  readonly workspaces: readonly ChromeWorkspace[];
  readonly bell?: { readonly unread: number; readonly href: string; readonly items?: readonly BellItem[] };
  readonly search?: { readonly action: string; readonly query: string };
  readonly flash: readonly Flash[];
  readonly path: string;
  readonly breadcrumbs?: readonly { readonly label: string; readonly href?: string }[];
  /** Whether the page listens to live events. */
  readonly live: boolean;
  /** Seconds after which a browser without scripts asks for the page again. */
  readonly refresh?: number;
  readonly demo?: boolean;
}

export type LayoutName = 'app' | 'plain' | 'print';
