import type { PositionedDocument } from '../recipe/document.ts';

/** One tree of files below a root folder. */
export interface TreeArgs {
  /** The folder that trees lie in, e.g. `dist`. */
  readonly root: string;
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Paths that differ between a folder and what would be written now, sorted byte-wise. */
export interface TreeDifference {
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  readonly stale: readonly string[];
}

export interface TreeVerdict {
  readonly ok: boolean;
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  readonly unlisted: readonly string[];
}

/** What operations may do to the outside world. Implemented in src/io; a test hands in its own. Paths are as the user wrote them. */
export interface Io {
  /**
   * The text of a file; `-` is the standard input.
   *
   * @throws CnsError `DOCUMENT_UNREADABLE`, `LIMIT_EXCEEDED`
   */
  readText(file: string): string;
  /** @throws CnsError `DOCUMENT_UNREADABLE` with every syntax error */
  parseYaml(text: string, file: string): PositionedDocument;
  isFile(path: string): boolean;
  /** Names of the YAML files directly in a folder, sorted; none when there is no such folder. */
  yamlFiles(folder: string): readonly string[];
  /** Writes one file at once or not at all. Refuses a symbolic link, and without `replace` whatever is there. */
  writeFile(path: string, text: string, options?: { readonly replace?: boolean }): void;
  writeTree(args: TreeArgs & { readonly force?: boolean }): {
    readonly written: readonly string[];
    readonly removed: readonly string[];
    readonly unchanged: number;
  };
  checkTree(args: TreeArgs): TreeDifference;
  /** A file of a tree, or undefined where there is none that can be shown. */
  readTreeFile(root: string, name: string, path: string): string | undefined;
  /** Names of the folders below `root` that `writeTree` made, sorted. */
  trees(root: string): readonly string[];
  verifyTree(dir: string): TreeVerdict;
}

/** What was written before, so that a second run need not do the work again. */
export interface TreeCache {
  fresh(treeDir: string, inputDigest: string): boolean;
  remember(treeDir: string, inputDigest: string, files: ReadonlyMap<string, string>): void;
  save(): boolean;
}
