/** Told of so many entries more that were looked at, for whoever shows how far long work is. */
export type Looked = (entries: number) => void;
