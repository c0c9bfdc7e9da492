import { type ChildProcess, spawn } from 'node:child_process';
import { CnsError } from '../errors.ts';

export interface RunProcessOptions {
  /** The whole environment; nothing of ours is added. A `file` without a slash is looked up in its PATH. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Unit: milliseconds. */
  readonly timeoutMs: number;
  /** For its standard input, which is empty otherwise. */
  readonly input?: string;
  /** Standard output and error together. Unit: bytes. */
  readonly maxOutputBytes: number;
}

export interface ProcessResult {
  /** Exit status; null when a signal ended it, as it does after a timeout. */
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/**
 * Runs a program, without a shell, and waits for it and for whatever still writes to its output.
 *
 * It leads a process group of its own. On a timeout, on too much output and when this program is interrupted, the group
 * is asked to end (SIGTERM), and made to (SIGKILL) after 2 s. What it printed before a timeout is in the result.
 *
 * @throws CnsError LIMIT_EXCEEDED over `maxOutputBytes`; DOCUMENT_UNREADABLE when the program or `cwd` is not there
 */
export function runProcess(
  file: string,
  args: readonly string[],
  { env, cwd, timeoutMs, input = '', maxOutputBytes }: RunProcessOptions,
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env: { ...env }, cwd, shell: false, detached: !WINDOWS, windowsHide: true });
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let bytes = 0;
    let timedOut = false;
    let failure: CnsError | undefined;

    const stop = endGroup(child);
    const timer = setTimeout(() => {
      timedOut = true;
      stop.now();
    }, timeoutMs);
    const forget = onInterrupt(() => kill(child, 'SIGKILL'));

    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (chunk: Buffer) => {
        if (failure !== undefined) return;
        bytes += chunk.length;
        output[stream].push(chunk);
        if (bytes <= maxOutputBytes) return;
        failure = tooMuch(file, maxOutputBytes);
        stop.now();
      });
    }
    child.stdin.on('error', () => {}); // it may end without reading its input
    child.stdin.end(input);

    child.on('error', (error: NodeJS.ErrnoException) => {
      failure ??= notStarted(file, cwd, error);
    });
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      stop.done();
      forget();
      const text = (stream: 'stdout' | 'stderr'): string => Buffer.concat(output[stream]).toString('utf8');
      if (failure !== undefined) reject(failure);
      else resolve({ status, signal, stdout: text('stdout'), stderr: text('stderr'), timedOut });
    });
  });
}

const WINDOWS = process.platform === 'win32';
const GRACE_MS = 2_000;

/** Ends the group at most once, politely first. */
function endGroup(child: ChildProcess): { now(): void; done(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    now() {
      if (timer !== undefined) return;
      kill(child, 'SIGTERM');
      timer = setTimeout(() => kill(child, 'SIGKILL'), GRACE_MS);
    },
    done: () => clearTimeout(timer),
  };
}

/** Signals the whole group: the program may have started others, which would live on. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (WINDOWS) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // The group is gone, or, as macOS says it, has only ended processes that nobody asked for yet.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/**
 * Runs `end` when this program is interrupted or exits: the group is not the terminal's, so Ctrl-C does not reach it.
 * The signal then takes its usual course, unless somebody else listens to it too.
 */
function onInterrupt(end: () => void): () => void {
  if (running.size === 0) {
    for (const signal of SIGNALS) process.on(signal, endAll);
    process.on('exit', endAll);
  }
  running.add(end);
  return () => {
    if (running.delete(end) && running.size === 0) stopListening();
  };
}

// One listener for all, as Node warns of a leak when there are more than ten.
const running = new Set<() => void>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function endAll(signal: NodeJS.Signals | number): void {
  for (const end of running) end();
  running.clear();
  stopListening();
  if (typeof signal === 'string' && process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, endAll);
  process.off('exit', endAll);
}

function tooMuch(file: string, maxOutputBytes: number): CnsError {
  return new CnsError({
    code: 'LIMIT_EXCEEDED',
    message: `${file} printed more than ${maxOutputBytes} bytes and was ended`,
    hint: 'ask it for less',
  });
}

function notStarted(file: string, cwd: string, error: NodeJS.ErrnoException): CnsError {
  const reason = error.code === 'ENOENT' ? `it is not installed, or the folder ${cwd} does not exist` : error.message;
  const problem = {
    code: 'DOCUMENT_UNREADABLE',
    message: `${file} could not be started: ${reason}`,
    hint: `install ${file}, or add its folder to PATH`,
  } as const;
  return new CnsError(problem, { cause: error });
}
