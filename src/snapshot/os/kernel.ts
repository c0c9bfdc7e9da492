import type { OsData } from '../data/os.ts';
import type { Gathering } from '../gathering.ts';

/** Release and architecture of the running kernel. */
export async function kernel(gathering: Gathering): Promise<OsData['kernel']> {
  const [release, machine] = await Promise.all([
    gathering.text(['kernel', 'release'], '/proc/sys/kernel/osrelease'),
    hardwareName(gathering),
  ]);
  if (!release) gathering.miss(['kernel', 'release'], '/proc/sys/kernel/osrelease cannot be read');
  return { release: release || undefined, architecture: machine && architectureOf(machine) };
}

/** From /proc/sys/kernel/arch, which kernels have from 6.1 on, or from uname. */
async function hardwareName(gathering: Gathering): Promise<string | undefined> {
  const path = ['kernel', 'architecture'];
  const text = await gathering.text(path, '/proc/sys/kernel/arch');
  if (text) return text;
  const outcome = await gathering.machine.run('uname', ['-m']);
  const name = outcome.state === 'ran' && outcome.status === 0 ? outcome.stdout.trim() : '';
  if (/^\w+$/.test(name)) {
    gathering.from(path, 'uname -m');
    return name;
  }
  gathering.miss(path, 'neither /proc/sys/kernel/arch nor uname says it');
  return undefined;
}

/** As Kubernetes names an architecture; those that it has no other name for keep theirs. */
export const architectureOf = (machine: string): string => KUBERNETES_NAMES.get(machine) ?? machine;

const KUBERNETES_NAMES = new Map([
  ['x86_64', 'amd64'],
  ['aarch64', 'arm64'],
  ['armv7l', 'arm'],
  ['i686', '386'],
]);
