import type { MakeOptions } from '../ops/cluster-maker.ts';
import type { Thread } from './thread-maker.ts';

/** Where text goes; process.stdout is one. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Everything of the process that the command line uses, handed in so that a test can hand in its own. */
export interface Streams {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Reads the standard input to its end. @default - that of the process */
  readonly stdin?: () => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Imports the module of a plugin. A program that runs as a script cannot, and is given the way. @default - `import()` */
  readonly importModule?: (address: string) => Promise<unknown>;
  /** Starts a thread that makes clusters. @default - everything is made in this one */
  readonly startThread?: (options: MakeOptions) => Thread;
}

export function processStreams(): Streams {
  return { stdout: process.stdout, stderr: process.stderr, env: process.env, cwd: process.cwd() };
}

/** Colours only on a terminal, and never with NO_COLOR (https://no-color.org) or on a terminal that has none. */
export function hasColours({ isTTY }: Sink, env: Streams['env']): boolean {
  return isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}
