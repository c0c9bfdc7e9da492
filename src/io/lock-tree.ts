import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { CnsError } from '../errors.ts';

/**
 * Takes the lock file at `path`, so that no two runs write one tree at once, and returns what gives it back.
 *
 * Does not wait. The file says who holds it: host, process and when that process started, as Linux counts it. A lock
 * whose holder ran on this host and is gone, or whose number another process has now, is taken over; one from another
 * host is believed. Where /proc is missing, a number that was given out again keeps a stale lock alive: the error says
 * which file to delete.
 *
 * @throws CnsError PATH_REFUSED when another run holds it
 */
export function lockTree(path: string): () => void {
  if (!create(path)) {
    const holder = read(path);
    if (holder === undefined || !isGone(holder)) throw held(path, holder);
    takeOver(path);
  }
  return () => {
    try {
      unlinkSync(path);
    } catch {} // stale as soon as this process ends
  };
}

interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Clock ticks from the host's boot to the start of the process; null where the system does not tell. */
  readonly started: string | null;
}

/** Removes a stale lock and takes a new one; a second lock guards this, as two runs may find the same stale one. */
function takeOver(path: string): void {
  const guard = `${path}.takeover`;
  if (!create(guard)) throw held(guard, read(guard));
  try {
    const holder = read(path);
    if (holder !== undefined && isGone(holder)) unlinkSync(path);
    if (!create(path)) throw held(path, read(path));
  } finally {
    unlinkSync(guard);
  }
}

function create(path: string): boolean {
  let handle: number;
  try {
    handle = openSync(path, 'wx', 0o644);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    const me: Holder = { host: hostname(), pid: process.pid, started: startOf(process.pid) };
    writeSync(handle, `${JSON.stringify(me)}\n`);
  } catch (error) {
    unlinkSync(path); // an empty lock would be believed for ever
    throw error;
  } finally {
    closeSync(handle);
  }
  return true;
}

function read(path: string): Holder | undefined {
  try {
    const { host, pid, started } = JSON.parse(readFileSync(path, 'utf8'));
    const sound = typeof host === 'string' && Number.isInteger(pid) && pid > 0;
    return sound ? { host, pid, started: typeof started === 'string' ? started : null } : undefined;
  } catch {
    return undefined;
  }
}

function isGone({ host, pid, started }: Holder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  const now = startOf(pid);
  return now !== null && started !== null && now !== started;
}

/** Field 22 of proc_pid_stat(5). The second one, a name in parentheses, may hold blanks. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function held(path: string, holder: Holder | undefined): CnsError {
  const who = holder === undefined ? 'another run' : `process ${holder.pid} on ${holder.host}`;
  return new CnsError({
    code: 'PATH_REFUSED',
    message: `${who} is writing this tree: it holds ${path}`,
    hint: `wait for it to end; if there is no such run, delete ${path}`,
    path,
  });
}
