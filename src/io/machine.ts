import { isUtf8 } from 'node:buffer';
import { constants, type Stats } from 'node:fs';
import { access, type FileHandle, open, readdir, readlink, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Machine, Reading, RunOutcome } from '../contract/machine.ts';
import { CnsError } from '../errors.ts';
import { compareText } from '../plain.ts';
import { atMost } from './at-most.ts';
import { rootedPath } from './rooted-path.ts';
import { runProcess } from './run-process.ts';

/** Unit: bytes. */
const MAX_FILE = 16 * 1024 * 1024;
/** Standard output and error of one program together. Unit: bytes. */
const MAX_OUTPUT = 16 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 10_000;
/** Files that are open at once: collectors ask for hundreds together, and a process may have no more than 1024. */
const MAX_OPEN = 32;

/** Where programs of a node are: the usual folders first, then those that drivers bring. */
export const PROGRAM_FOLDERS: readonly string[] = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/usr/local/nvidia/bin', // GKE's device plugin mounts the driver here
  '/run/nvidia/driver/usr/bin', // the driver container of the GPU operator
  '/home/kubernetes/bin/nvidia/bin', // COS
  '/opt/rocm/bin',
];

/**
 * The machine that this program runs on, or one whose file system is mounted at `root`.
 *
 * Below another root than `/`, links stay below it, and no program is run: those of the mounted host need its libraries, and those of our
 * own image would speak for the image. Whoever can read a file instead does. What lies in /proc and /sys there is the host's only where the
 * host's own are mounted; the network parts of /proc/sys follow the network namespace of this program in any case.
 *
 * @throws CnsError PATH_REFUSED when `root` is not absolute
 */
export function machineAt(root = '/'): Machine {
  if (!isAbsolute(root))
    throw new CnsError({
      code: 'PATH_REFUSED',
      path: root,
      message: `the root ${JSON.stringify(root)} is not an absolute path`,
      hint: 'name the folder that the file system of the machine is mounted at, such as /host',
    });
  const top = join(root, '/').replace(/(?<=.)\/+$/, '');
  const inTurn = atMost(MAX_OPEN);
  return {
    read: (path) => inTurn(() => readText(top, path)),
    list: (path) => orElse([], async () => (await readdir(await rootedPath(top, path))).sort(compareText)),
    link: (path) => orElse(undefined, async () => readlink(await rootedPath(top, path, { last: false }))),
    run: (program, args, { timeoutMs = DEFAULT_TIMEOUT_MS } = {}) =>
      top === '/' ? runProgram(program, args, timeoutMs) : Promise.resolve({ state: 'absent' }),
  };
}

async function orElse<T>(other: T, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch {
    return other;
  }
}

async function readText(root: string, path: string): Promise<Reading> {
  let handle: FileHandle | undefined;
  try {
    const file = await rootedPath(root, path);
    // Before it is opened: opening some devices does something.
    const before = refusalOf(await stat(file));
    if (before !== undefined) return refused(before);
    // NONBLOCK: a pipe that has replaced the file since, or a file of /proc that waits for news, does not hold us up. NOFOLLOW: nor does a link
    // that has, lead elsewhere; below `/` links are followed by the kernel.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK | (root === '/' ? 0 : constants.O_NOFOLLOW));
    const opened = refusalOf(await handle.stat());
    if (opened !== undefined) return refused(opened);
    const bytes = await readUpTo(handle, MAX_FILE);
    if (bytes === undefined) return refused(`it has more than ${MAX_FILE} bytes`);
    return isUtf8(bytes) ? { state: 'read', text: bytes.toString('utf8') } : refused('it is not UTF-8 text');
  } catch (error) {
    const code = codeOf(error);
    return ABSENT.has(code) ? { state: 'absent' } : refused(REASONS[code] ?? `reading it fails with ${code}`);
  } finally {
    await handle?.close();
  }
}

function refusalOf(found: Stats): string | undefined {
  if (found.isDirectory()) return 'it is a folder';
  if (found.isFIFO()) return 'it is a pipe';
  if (!found.isFile()) return 'it is a socket or a device';
  return found.size > MAX_FILE ? `it has ${found.size} bytes; the limit is ${MAX_FILE}` : undefined;
}

/** Reads to the end, whatever the size says: files of /proc say 0, those of /sys 4096. Undefined over the limit. */
async function readUpTo(handle: FileHandle, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  for (let length = 0; length <= limit; ) {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, bytesRead));
    length += bytesRead;
  }
  return undefined;
}

async function runProgram(program: string, args: readonly string[], timeoutMs: number): Promise<RunOutcome> {
  const file = await findProgram(program);
  if (file === undefined) return { state: 'absent' };
  try {
    const env = { PATH: PROGRAM_FOLDERS.join(':'), LC_ALL: 'C' };
    const result = await runProcess(file, args, { env, cwd: '/', timeoutMs, maxOutputBytes: MAX_OUTPUT });
    if (result.timedOut) return { ...refused(`it did not end within ${timeoutMs} ms`), transient: true };
    if (result.status === null) return { ...refused(`it was ended by ${result.signal}`), transient: true };
    return { state: 'ran', status: result.status, stdout: result.stdout, stderr: result.stderr };
  } catch (error) {
    if (!(error instanceof CnsError)) throw error;
    return { ...refused(error.problems[0]?.message ?? error.message), transient: false };
  }
}

async function findProgram(name: string): Promise<string | undefined> {
  if (!/^[^/\0]+$/.test(name)) return undefined;
  for (const folder of PROGRAM_FOLDERS) {
    const file = join(folder, name);
    const there = await orElse(false, async () => {
      await access(file, constants.X_OK);
      return (await stat(file)).isFile();
    });
    if (there) return file;
  }
  return undefined;
}

const refused = (why: string) => ({ state: 'refused', why }) as const;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);

/** ENODEV, ENXIO: the kernel has the file and no device behind it any more. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'ESRCH']);

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ELOOP: 'its symbolic links go in a circle',
  EINVAL: 'the kernel does not say (EINVAL)',
  EOPNOTSUPP: 'the driver does not say (EOPNOTSUPP)',
  EAGAIN: 'it has nothing to say now (EAGAIN)',
  EIO: 'the device does not answer (EIO)',
  ENAMETOOLONG: 'its name is too long',
  ERR_INVALID_ARG_VALUE: 'its path has a NUL character',
};
