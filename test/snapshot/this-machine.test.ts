import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Collector } from '../../src/contract/collector.ts';
import { machineAt } from '../../src/io/machine.ts';
import { networkCollector } from '../../src/snapshot/network/collector.ts';
import { osCollector } from '../../src/snapshot/os/collector.ts';
import { systemdCollector } from '../../src/snapshot/systemd/collector.ts';
import { aroundMachine } from './a-machine.ts';

const linux = process.platform === 'linux' && existsSync('/proc/sys/kernel') && existsSync('/sys/class');
if (!linux) console.log('skipped: collectors of nodes run on Linux, with /proc and /sys');

async function here<Data>(collector: Collector<Data>, root = '/') {
  const { data, missing, context } = await collector.collect(aroundMachine(machineAt(root)));
  expect(collector.schema.parse(data)).toEqual(data);
  expect([...Object.values(missing), ...Object.values(context).map(({ source }) => source)]).not.toContain('');
  return { data, missing, context };
}

/** What another program says; undefined where it is not there. */
function said(program: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    console.log(`skipped: ${program} ${args.join(' ')} says nothing here`);
    return undefined;
  }
}

describe.runIf(linux)('os', () => {
  it('agrees with what others say of this machine', async () => {
    const { data, missing } = await here(osCollector);
    expect(data.kernel.release).toBe(release());
    expect(data.kernel.architecture).toBe({ x64: 'amd64' }[process.arch as string] ?? process.arch);
    expect(data.cpu.online).toBe(cpus().length);
    expect((data.memory.totalKiB ?? 0) * 1024).toBe(totalmem());
    const pageSize = said('getconf', 'PAGESIZE');
    if (pageSize !== undefined) expect(data.pageSizeKiB).toBe(Number(pageSize) / 1024);
    const id =
      existsSync('/etc/os-release') && said('sh', '-c', '. /etc/os-release; echo "$ID|$VERSION_ID|$PRETTY_NAME"');
    if (id) expect([data.release.ID, data.release.VERSION_ID ?? '', data.release.PRETTY_NAME].join('|')).toBe(id);
    const swappiness = said('sysctl', '-n', 'vm.swappiness');
    if (swappiness !== undefined) expect(data.sysctl['vm.swappiness']).toBe(swappiness);
    expect(data.sysctl['kernel.osrelease']).toBe(release());
    expect(Object.keys(missing).filter((path) => !/^(builtInModules|sysctl|modules|bootArguments)/.test(path))).toEqual(
      [],
    );
  });

  it('finds the boot arguments in the order of the command line', async () => {
    const { data } = await here(osCollector);
    const line = readFileSync('/proc/cmdline', 'utf8');
    let from = 0;
    for (const { name } of data.bootArguments) {
      from = line.indexOf(name, from) + name.length;
      expect(from, name).toBeGreaterThanOrEqual(name.length);
    }
  });

  it('says the same twice', async () => {
    const [first, second] = [await here(osCollector), await here(osCollector)];
    // Pools and limits that others change meanwhile are not ours to hold.
    const steady = ({ data }: typeof first) => ({ ...data, hugePages: Object.keys(data.hugePages) });
    expect(JSON.stringify(steady(first))).toBe(JSON.stringify(steady(second)));
  });

  it('reads the same through another root, without a program', async () => {
    const { data, missing } = await here(osCollector, '/proc/self/root');
    const direct = await here(osCollector);
    expect(data.pageSizeKiB).toBe(direct.data.pageSizeKiB);
    expect(data.release).toEqual(direct.data.release);
    expect(missing.pageSizeKiB).toBeUndefined();
  });
});

describe.runIf(linux)('systemd', () => {
  it('is there where it is the first process', async () => {
    const { data, missing } = await here(systemdCollector);
    const first = readFileSync('/proc/1/comm', 'utf8').trim();
    if (first !== 'systemd') console.log(`skipped: the first process here is ${first}, not systemd`);
    else expect(data.present || missing.units !== undefined).toBe(true);
    if (!data.present) expect(data.units).toEqual({});
  });
});

describe.runIf(linux)('network', () => {
  it('has each interface with a device, and no other', async () => {
    const { data, missing } = await here(networkCollector);
    const real = readdirSync('/sys/class/net').filter((name) => existsSync(`/sys/class/net/${name}/device`));
    if ('interfaces' in missing) return console.log('skipped: this is a network namespace of its own');
    expect(Object.keys(data.interfaces)).toEqual(real.sort());
    for (const name of real) {
      const mtu = said('cat', `/sys/class/net/${name}/mtu`);
      if (mtu !== undefined) expect(data.interfaces[name]?.mtu).toBe(Number(mtu));
    }
  });

  it('has each RDMA device', async () => {
    const folder = '/sys/class/infiniband';
    const devices = existsSync(folder) ? readdirSync(folder) : [];
    if (devices.length === 0) console.log('skipped: there is no RDMA device here');
    expect(Object.keys((await here(networkCollector)).data.rdma)).toEqual(devices.sort());
  });
});
