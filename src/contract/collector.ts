import type * as z from 'zod';
import type { KubeApi } from './kube-api.ts';
import type { Ask, Machine } from './machine.ts';

/** Where a part of a measurement was read. */
export interface Context {
  /** File, program or address, e.g. `/proc/cmdline`, `nvidia-smi -q -x`. */
  readonly source: string;
  /** Unit of the numbers in it, where they have one and their name does not say it. */
  readonly unit?: string;
}

/** What a collector found. */
export interface Collected<Data> {
  readonly data: Data;
  /**
   * What should be there and could not be had: path below the data (`release`, `sysctl["vm.swappiness"]`) → why. Whoever asks for it later
   * is told `unknown`. What a machine rightly does not have (no cpufreq in a VM, no GPU) is no entry here.
   */
  readonly missing: Readonly<Record<string, string>>;
  /** Path below the data → where it was read. */
  readonly context: Readonly<Record<string, Context>>;
}

/** What a collector may use, and nothing else. */
export interface Surroundings {
  readonly machine: Machine;
  readonly ask: Ask;
  /** Connects on the first call. @throws CollectFailure when there is no cluster to be reached */
  cluster(): Promise<KubeApi>;
  /** Data of the collectors named in `after`; absent where one failed or was not asked for. */
  readonly before: Readonly<Record<string, unknown>>;
  /** Values that the user gave in place of what cannot be asked, e.g. `{region: 'us-east-2'}`. */
  readonly given: Readonly<Record<string, string>>;
  /** Ends when the time limit of this attempt is over. */
  readonly signal: AbortSignal;
  /** Says how far it came, on work that takes long, e.g. `pods 1500`. */
  progress(text: string): void;
}

/**
 * One collector of a snapshot: reads one side of a running cluster or node, and changes nothing.
 *
 * Data is plain, complete in itself and the same for the same machine: no times, no order that varies (maps are sorted by whoever prints).
 */
export interface Collector<Data = unknown> {
  /** Name in `--filter`, and key below `measurements`. */
  readonly name: string;
  /** One sentence, without a period. */
  readonly summary: string;
  /** The node that the program runs on, or the whole cluster. */
  readonly of: 'node' | 'cluster';
  /** Collectors that must have ended before, because it reads what they found. */
  readonly after?: readonly string[];
  /** Limit of one attempt. Unit: milliseconds. */
  readonly timeoutMs: number;
  readonly schema: z.ZodType<Data>;
  /** @throws CollectFailure when nothing at all can be had */
  collect(surroundings: Surroundings): Promise<Collected<Data>>;
}

/** A collector that cannot collect. Transient ones are tried again. */
export class CollectFailure extends Error {
  override readonly name = 'CollectFailure';
  /** True where another attempt may do better: a time limit, a busy server. @default false */
  readonly transient: boolean;
  /** What to change, e.g. a role to bind. */
  readonly hint: string | undefined;

  constructor(
    message: string,
    { transient = false, hint }: { readonly transient?: boolean; readonly hint?: string } = {},
  ) {
    super(message);
    this.transient = transient;
    this.hint = hint;
  }
}

/** Keeps a collector's data typed where it is written. */
export const defineCollector = <Data>(collector: Collector<Data>): Collector<Data> => collector;
