import type { Problem } from '../errors.ts';
import type { PlainMap } from '../plain.ts';
import type { TreeDifference } from './ports.ts';

/** `write` makes the trees; `check` says what differs; `diff` says it line by line. The latter two write nothing. */
export type SynthMode = 'write' | 'check' | 'diff';

/** How clusters are to be made: plain data, so that another thread can be told. */
export interface MakeOptions {
  /** Folder that trees lie in, one a cluster. */
  readonly root: string;
  readonly mode: SynthMode;
  /** Overwrite files that were edited. @default false */
  readonly force?: boolean;
  /** Take criteria that no leaf stands for. @default false */
  readonly allowGeneric?: boolean;
  /** Values of `--set`, by component; null takes the component out. */
  readonly set?: Readonly<Record<string, PlainMap | null>>;
  /** Folder of the user's own layers and leaves. */
  readonly recipes?: string;
  /** Run the code of packages that a cluster file names. @default false */
  readonly allowPlugins?: boolean;
}

/** A cluster file whose tree is wanted. */
export interface Job {
  readonly file: string;
  readonly text: string;
  /** Of everything that the tree is made from; empty where nothing is remembered. */
  readonly digest: string;
}

/** What became of one cluster. */
export interface SynthReport {
  readonly file: string;
  readonly name: string;
  readonly deployer: string;
  readonly components: number;
  /** Support level of its recipe; `generic` without a leaf. */
  readonly support: string;
  readonly files: number;
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  readonly difference: TreeDifference;
  /** Unified diff in mode `diff`, else empty. */
  readonly diff: string;
}

/** What became of one job: a report, or what is wrong. */
export interface Outcome {
  readonly report?: SynthReport;
  readonly problems: readonly Problem[];
}

/** Makes trees, and writes them once all could be made. Plain data goes in and comes out, so that it can stand in another thread. */
export interface ClusterMaker {
  /** One outcome a job, in their order. Writes nothing; outside mode `write` the reports are whole. `onStart` is told of each file. */
  make(jobs: readonly Job[], onStart: (file: string) => void): Promise<readonly Outcome[]>;
  /** Writes what was made: one outcome for each job that could be made, in the order that they came in. */
  write(): Promise<readonly Outcome[]>;
  close(): Promise<void>;
}
