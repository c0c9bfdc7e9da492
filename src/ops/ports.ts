import type { PositionedDocument } from '../recipe/document.ts';

/** One tree of files below a root folder. */
export interface TreeArgs {
  /** The folder that trees lie in, e.g. `dist`. Writing makes it when it does not exist. */
  readonly root: string;
  /** The tree's folder below it, e.g. the cluster's name. */
  readonly name: string;
  /** Everything that the tree is to hold: paths written with `/`, and texts. */
  readonly files: ReadonlyMap<string, string>;
  /** SHA-256 of each file, where it is known. @default - taken of the texts */
  readonly hashes?: ReadonlyMap<string, string>;
}

export interface WriteTreeArgs extends TreeArgs {
  /** Overwrite and remove files of ours that were edited since. @default false */
  readonly force?: boolean;
}

export interface WriteTreeResult {
  /** Paths, sorted byte-wise. The tree's index is not counted among them. */
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
}

/** Paths that differ between a folder and what would be written now, sorted byte-wise; all lists are empty when it is up to date. */
export interface TreeDifference {
  /** Other text than is generated now, or something else than a file. */
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  /** Written by an earlier run, no longer generated, and still there. */
  readonly stale: readonly string[];
}

/** Paths, sorted byte-wise; `ok` when the folder holds exactly what its list says. */
export interface TreeVerdict {
  readonly ok: boolean;
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  /** Files that the list does not name, other than the list itself and the writer's index. */
  readonly unlisted: readonly string[];
}

/** Limit of files that may hold a snapshot: of a thousand nodes it has some 20 MB. Unit: bytes. */
export const SNAPSHOT_BYTES = 64 * 1024 * 1024;

/** A file of a folder: its text, or the hash of what is no text. */
export type FolderFile = { readonly text: string } | { readonly sha256: string };

/** What operations may do to the outside world. Implemented in src/io; a test hands in its own. Paths are as the user wrote them. */
export interface Io {
  /**
   * The text of a file; `-` is the standard input.
   *
   * @param limits unit: bytes. @default 5 MiB
   * @throws CnsError `DOCUMENT_UNREADABLE`, `LIMIT_EXCEEDED`
   */
  readText(file: string, limits?: { readonly maxBytes?: number }): string;
  /** @throws CnsError `DOCUMENT_UNREADABLE` with every syntax error */
  parseYaml(text: string, file: string): PositionedDocument;
  /**
   * The same for what may be large: positions are found when they are asked for.
   *
   * @throws CnsError `DOCUMENT_UNREADABLE` with every syntax error; `LIMIT_EXCEEDED`
   */
  parseLarge(text: string, file: string): PositionedDocument;
  /**
   * All documents of a text, one or more.
   *
   * @throws CnsError `DOCUMENT_UNREADABLE` with every syntax error of all of them; `LIMIT_EXCEEDED`
   */
  parseDocuments(text: string, file: string): readonly { readonly value: unknown }[];
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** Names directly in a folder, sorted; none when there is no such folder. */
  namesIn(folder: string): readonly string[];
  /**
   * Every file below a folder, by path with `/`, sorted.
   *
   * @throws CnsError `PATH_REFUSED` for symbolic links and what is no file, `LIMIT_EXCEEDED`
   */
  readFolder(folder: string): ReadonlyMap<string, FolderFile>;
  /** Names of the YAML files directly in a folder, sorted; none when there is no such folder. */
  yamlFiles(folder: string): readonly string[];
  /** Writes one file at once or not at all. Refuses a symbolic link, and without `replace` whatever is there. */
  writeFile(path: string, text: string, options?: { readonly replace?: boolean }): void;
  writeTree(args: WriteTreeArgs): WriteTreeResult;
  checkTree(args: TreeArgs): TreeDifference;
  /** A file of a tree, or undefined where there is none that can be shown. */
  readTreeFile(root: string, name: string, path: string): string | undefined;
  /** Names of the folders below `root` that `writeTree` made, sorted. */
  trees(root: string): readonly string[];
  verifyTree(dir: string): TreeVerdict;
  /** A place for trees that wait to be written. */
  treeStore(): TreeStore;
}

/** A tree that was put away. */
export interface KeptTree {
  files(): ReadonlyMap<string, string>;
}

/** Keeps trees, however many: not all of them in memory. */
export interface TreeStore {
  keep(files: ReadonlyMap<string, string>): KeptTree;
  /** Forgets what is kept. */
  close(): void;
}

/** What was written before, so that a second run need not do the work again. */
export interface TreeCache {
  /** Whether the tree at `treeDir` was last written from inputs of this digest and its files still hold what was written. */
  fresh(treeDir: string, inputDigest: string): boolean;
  /**
   * Notes that the tree was just written from these inputs, or was found to hold files of these hashes (SHA-256 by path). Nothing is
   * saved yet.
   */
  remember(treeDir: string, inputDigest: string, hashes: ReadonlyMap<string, string>): void;
  /** Writes what changed. False when the folder cannot be written: the next run is then slower, and as right. */
  save(): boolean;
}
