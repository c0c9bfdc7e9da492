import { type Gathering, shorten } from '../gathering.ts';

const FILE = '/etc/security/limits.conf';
const FOLDER = '/etc/security/limits.d';

/** Limits that pam_limits gives to sessions; daemons have those of their units. The later file counts, as limits.conf(5) says. */
export async function userLimits(gathering: Gathering): Promise<Record<string, string>> {
  const path = ['userLimits'];
  const more = (await gathering.machine.list(FOLDER)).filter((name) => name.endsWith('.conf'));
  const files = [FILE, ...more.map((name) => `${FOLDER}/${name}`)];
  const limits = new Map<string, string>();
  const faults = new Map<string, string>();
  const readings = files.map(async (name) => [name, await gathering.machine.read(name)] as const);
  for (const [file, reading] of await Promise.all(readings)) {
    if (reading.state === 'refused') gathering.miss(path, `${file}: ${reading.why}`);
    if (reading.state !== 'read') continue;
    gathering.from(path, `${FILE}, ${FOLDER}/*.conf`);
    for (const { name, written, value } of parseUserLimits(reading.text)) {
      if (value === undefined) faults.set(name, `${file}: ${shorten(written)} is no limit`);
      else limits.set(name, value);
    }
  }
  // pam_limits skips a line with such a value, so what another line says holds.
  for (const [name, why] of faults) if (!limits.has(name)) gathering.miss([...path, name], why);
  return Object.fromEntries(limits);
}

/** What concerns GPU jobs: memory that is pinned, files, the stack, processes. */
const ITEMS = new Set(['memlock', 'nofile', 'stack', 'nproc']);

export interface UserLimit {
  /** e.g. `* hard memlock`. */
  readonly name: string;
  readonly written: string;
  /** A number, or `unlimited` however it is written; undefined where it is neither. */
  readonly value: string | undefined;
}

/**
 * Lines of a limits.conf that concern GPU jobs, in their order: domain, type, item and value with blanks between, `#` begins a comment.
 * The type `-` stands for soft and hard. Lines of another shape are none, for pam_limits either.
 */
export function parseUserLimits(text: string): UserLimit[] {
  return text.split('\n').flatMap((line) => {
    const [domain = '', type = '', item = '', written = ''] = line.replace(/#.*$/s, '').trim().split(/\s+/);
    const types = type === '-' ? ['soft', 'hard'] : [type.toLowerCase()];
    if (!types.every((one) => one === 'soft' || one === 'hard') || !ITEMS.has(item.toLowerCase()) || written === '')
      return [];
    return types.map((one) => ({ name: `${domain} ${one} ${item.toLowerCase()}`, written, value: limitOf(written) }));
  });
}

function limitOf(written: string): string | undefined {
  if (/^(unlimited|infinity|-1)$/i.test(written)) return 'unlimited';
  return /^\d{1,20}$/.test(written) ? written : undefined;
}
