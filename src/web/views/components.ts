import type { Html } from './html.js';

/**
 * Locals of the component partials in `views/components`: one interface per partial of the same name. `body` is markup
 * from `capture` or `include`; a plain string is shown as text; `symbol` is the name
 * of an icon in the sprite (`icon` is the function that draws one).
 */
export type Content = Html | string;
export type Kind = 'success' | 'info' | 'warning' | 'danger';
export type HiddenFields = Readonly<Record<string, string | number>>;

/** `action`: a link, or a button that posts a form of its own, or one of a form around it. */
export interface Action {
  readonly label: string;
  /** A link when given. */
  readonly href?: string;
  /** A form that posts there when given. */
  readonly post?: string;
  readonly fields?: HiddenFields;
  /** Opens this dialog instead, where scripts run. */
  readonly dialog?: string;
  readonly symbol?: string;
  readonly kind?: 'primary' | 'secondary' | 'danger' | 'quiet';
  /** Read aloud after the label, where many buttons say the same: "Open" + "the request of Jo Brown". */
  readonly about?: string;
  readonly small?: boolean;
  /** The key that does the same, shown beside the label. */
  readonly key?: string;
  readonly name?: string;
  readonly value?: string;
  readonly disabled?: boolean;
}

/** `page-header` */
export interface PageHeader {
  readonly title: string;
  readonly period?: string;
  readonly lead?: string;
  readonly actions?: readonly Action[];
}

/** `card` */
export interface Card {
  readonly title: string;
  readonly period?: string;
  readonly body: Content;
  readonly id?: string;
  readonly symbol?: string;
  readonly tone?: 'plain' | 'praise' | 'urgent';
  readonly actions?: readonly Action[];
  readonly footer?: Content;
  readonly headingLevel?: 2 | 3;
}

/** `stat`: a figure never stands without its period. */
export interface Stat {
  readonly label: string;
  /** Formatted. */
  readonly figure: string;
  readonly unit?: string;
  readonly period: string;
  readonly trend?: { readonly direction: 'up' | 'down' | 'flat'; readonly text: string };
  readonly note?: string;
  readonly href?: string;
  readonly symbol?: string;
  readonly tone?: 'plain' | 'accent' | 'praise';
}

/** `progress`: the bar is full at 100 %, the figures go on. */
export interface Progress {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly period?: string;
  /** "1,150 points to your Q4 target, 39 days left" */
  readonly words?: string;
  readonly unit?: string;
  readonly id?: string;
}

/** `milestones` */
export interface Milestones {
  readonly label: string;
  readonly steps: readonly {
    readonly label: string;
    readonly figure: string;
    readonly state: 'reached' | 'next' | 'open';
    readonly note?: string;
  }[];
}

/** `tag`: a known status brings its word, icon and colour; anything else says all three. */
export interface Tag {
  readonly status?: string;
  readonly label?: string;
  readonly symbol?: string;
  readonly tone?: Kind | 'neutral' | 'praise';
}

/** `person` */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly photoUrl?: string;
  readonly grade?: string;
  readonly department?: string;
  readonly href?: string;
  readonly size?: 'small' | 'medium' | 'large';
}

/** `tabs`: links, one of them current. */
export interface Tabs {
  readonly label: string;
  readonly tabs: readonly {
    readonly label: string;
    readonly href: string;
    readonly active: boolean;
    readonly count?: number;
  }[];
}

/** `timeline` */
export interface Timeline {
  readonly label?: string;
  readonly items: readonly {
    readonly at: Date;
    readonly title: Content;
    readonly by?: string;
    readonly text?: Content;
    readonly symbol?: string;
    readonly tone?: Kind | 'neutral' | 'praise';
  }[];
}

/** `empty-state`: says what to do. */
export interface EmptyState {
  readonly title: string;
  readonly text?: string;
  readonly symbol?: string;
  readonly action?: Action;
}

/** `alert` stays on the page, `toast` goes by itself. */
export interface Alert {
  readonly kind: Kind;
  readonly title?: string;
  readonly text?: string;
  readonly body?: Content;
  readonly actions?: readonly Action[];
}
export interface Toast {
  readonly kind: Kind;
  readonly text: string;
}

/** `dialog`: opened by an action that names its id and links to a page that asks the same. */
export interface Dialog {
  readonly id: string;
  readonly title: string;
  readonly body: Content;
  readonly confirm?: Action;
  readonly cancelLabel?: string;
}

/** `bell-menu` takes what `PageChrome.bell` holds. `skeleton` stands in for what is loading. */
export interface Skeleton {
  readonly kind: 'lines' | 'card' | 'table';
  readonly rows?: number;
}

/** `attachment-list` */
export interface AttachmentList {
  readonly items: readonly {
    readonly name: string;
    readonly href: string;
    readonly size: number;
    /** "PDF" */
    readonly type?: string;
    /** Linked where the viewer may look at it. */
    readonly seenBefore?: { readonly reference: string; readonly href?: string };
  }[];
}

/** `key-hints`: the dialog that `?` opens. */
export interface KeyHints {
  readonly id?: string;
  readonly keys: readonly { readonly keys: readonly string[]; readonly label: string }[];
}
