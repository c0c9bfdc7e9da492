/** What came of reading one file of a machine: its text, or why there is none. */
export type Reading =
  | { readonly state: 'read'; readonly text: string }
  | { readonly state: 'absent' }
  /** It is there and could not be read: permission, a device that refuses, too large. */
  | { readonly state: 'refused'; readonly why: string };

/** What came of running one program of a machine. */
export type RunOutcome =
  | { readonly state: 'ran'; readonly status: number; readonly stdout: string; readonly stderr: string }
  /** There is no such program in the folders where programs are. */
  | { readonly state: 'absent' }
  /** It was ended because it took too long or printed too much, or it could not be started. */
  | { readonly state: 'refused'; readonly why: string; readonly transient: boolean };

/**
 * The machine that a snapshot is taken of, as collectors see it: they read and ask, and change nothing.
 *
 * Paths are absolute, of the machine itself; where its file system is mounted elsewhere (an agent in a container), that prefix is known
 * here and nowhere else.
 */
export interface Machine {
  /** The text of a file, at most 16 MiB. Files of /proc and /sys that change while they are read are read once. */
  read(path: string): Promise<Reading>;
  /** Names in a folder, sorted byte-wise; none where there is no such folder or it cannot be listed. */
  list(path: string): Promise<readonly string[]>;
  /** What a symbolic link points to, as it is written; undefined where there is none. */
  link(path: string): Promise<string | undefined>;
  /** Runs a program without a shell, with an environment of its own (PATH and LC_ALL=C) and a time limit. Unit: milliseconds. */
  run(program: string, args: readonly string[], options?: { readonly timeoutMs?: number }): Promise<RunOutcome>;
}

/** A question to a service at an address, such as the metadata service of a cloud. */
export interface HttpRequest {
  readonly method?: 'GET' | 'PUT' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Unit: milliseconds. Connecting and the whole answer together. */
  readonly timeoutMs: number;
}

export type HttpOutcome =
  | {
      readonly state: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** Nobody answered in time, or the connection failed. */
  | { readonly state: 'silent'; readonly why: string };

/** Asks once: no redirects, no proxy, at most 1 MiB of answer. */
export type Ask = (request: HttpRequest) => Promise<HttpOutcome>;
