import type { Problem } from '../../errors.ts';

/** One document of a file, by what it says of itself. */
export interface CheckedDocument {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What came of one file. */
export interface FileVerdict {
  /** As it was named; `standard input` for `-`. */
  readonly file: string;
  /** `unknown`: it could be read, and no schema of this set is for it. */
  readonly state: 'valid' | 'invalid' | 'unknown' | 'unreadable';
  /** Documents whose kind is known, in their order. */
  readonly documents: readonly CheckedDocument[];
  /** By position. */
  readonly problems: readonly Problem[];
  /** How many problems there are besides. */
  readonly more: number;
}

/** What came of all files. */
export interface SchemaVerdict {
  /** Name of the set of schemas, e.g. `v1`. */
  readonly schema: string;
  readonly files: readonly FileVerdict[];
}
