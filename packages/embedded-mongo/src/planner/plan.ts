import type { IndexInfo } from '../store/catalog.js';
import type { KeyRange } from '../keys/encode.js';

/** How the candidates of a query are found. Every plan gives a superset; the filter is always checked again. */
export type Plan =
  | { readonly kind: 'scan'; readonly reverse: boolean; readonly sorted: boolean }
  | { readonly kind: 'id'; readonly key: Buffer; readonly sorted: boolean }
  | {
      readonly kind: 'idRanges';
      readonly ranges: readonly KeyRange[];
      readonly reverse: boolean;
      /** The plan gives the documents in the wanted order. */
      readonly sorted: boolean;
    }
  | {
      readonly kind: 'index';
      readonly index: IndexInfo;
      readonly ranges: readonly KeyRange[];
      readonly reverse: boolean;
      readonly sorted: boolean;
    };
