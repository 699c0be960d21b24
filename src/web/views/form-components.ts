import type { FieldProblem } from '../../kernel/errors.js';
import type { Action, HiddenFields } from './components.js';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
}

/** `field`: label above, hint and error below. Its id is `field-<name>`, which `error-summary` links to. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?:
    | 'text'
    | 'email'
    | 'password'
    | 'number'
    | 'date'
    | 'month'
    | 'search'
    | 'tel'
    | 'select'
    | 'textarea'
    | 'checkbox'
    | 'radio-cards'
    | 'file';
  readonly value?: string | number;
  readonly checked?: boolean;
  readonly options?: readonly Option[];
  /** First entry of a select, without a value. */
  readonly placeholder?: string;
  readonly hint?: string;
  readonly error?: string;
  /** Marked as optional; every other field is required. */
  readonly optional?: boolean;
  /** With a limit, a textarea counts. */
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly rows?: number;
  readonly min?: string | number;
  readonly max?: string | number;
  readonly step?: string | number;
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly autocomplete?: string;
  readonly inputMode?: 'numeric' | 'decimal' | 'email' | 'tel' | 'search';
  readonly readonly?: boolean;
  readonly disabled?: boolean;
  readonly autofocus?: boolean;
  /** What is offered while a text is typed; other texts are taken as well. */
  readonly suggestions?: readonly Option[];
  /** Address of the directory that gives more suggestions for what is typed, where scripts run. */
  readonly suggestionsUrl?: string;
  /** Tells two fields of one name on a page apart; part of the id. */
  readonly scope?: string;
  /** Id of the form that it belongs to, where that is not the one around it. */
  readonly form?: string;
}

/** `error-summary`: nothing where there is no error. A path without a field (`''`) is said without a link. */
export interface ErrorSummary {
  readonly errors: readonly FieldProblem[];
}

/** `filter-bar`: a GET form, so that the filter is in the address; each active filter is a chip that removes it. */
export interface FilterBar {
  readonly action: string;
  readonly fields: readonly Field[];
  /** Behind "More filters". */
  readonly more?: readonly Field[];
  /** Kept from the address: sort, tab. */
  readonly keep?: HiddenFields;
  readonly chips: readonly { readonly label: string; readonly removeHref: string }[];
  readonly clearHref?: string;
  readonly actions?: readonly Action[];
}

/**
 * `file-drop`: where scripts run, each file is sent to `uploadUrl` at once (multipart field `file`, answer
 * `{attachment: {id, name, size}}`) and the form carries `<name>` = its id; otherwise the form itself carries the files.
 */
export interface FileDrop {
  /** Field of the uploaded files' ids. */
  readonly name: string;
  /** Field of the files themselves where scripts do not run; `file` unless said. */
  readonly fileField?: string;
  readonly label: string;
  readonly uploadUrl: string;
  /** `.pdf,.png` */
  readonly accept: string;
  /** In words: "PDF, Word, Excel or pictures". */
  readonly types: string;
  readonly maxFiles: number;
  readonly maxBytes: number;
  readonly optional?: boolean;
  readonly hint?: string;
  readonly error?: string;
  readonly files: readonly { readonly id: string; readonly name: string; readonly size: number }[];
}

/** `decision-panel`: posts `decision=approve|reject` and `notes`. */
export interface DecisionPanel {
  /** Tells two panels on a page apart. */
  readonly id?: string;
  readonly action: string;
  /** "250 points for Jo Brown" */
  readonly about: string;
  /** What a decision leads to, in words. */
  readonly consequence?: string;
  readonly templates: readonly string[];
  readonly notes?: string;
  readonly error?: string;
  readonly maxLength: number;
  readonly fields?: HiddenFields;
  /** Why the viewer cannot decide; hides the form. */
  readonly blocked?: string;
}
