import { describe, expect, it } from 'vitest';
import { compileInfra } from '../../src/ops/compile-infra.ts';
import { valueAt } from '../../src/path.ts';
import type { CompiledPools } from '../../src/pools/compiled.ts';
import { bundleOf, documentOf, engine, oneCaseAnIntent, resolved } from '../samples.ts';

const args = ({ resources }: CompiledPools, name: string) => resources.find((one) => one.name === name)?.args;

/** What the pool itself does about the driver, in the words of its cloud. */
function ofThePool(service: string, compiled: CompiledPools): unknown {
  const nodes = args(compiled, 'gpu-nodes');
  if (service === 'eks') return nodes?.amiType;
  if (service === 'aks') return valueAt(nodes, ['gpuProfile', 'driver']);
  if (service === 'gke')
    return valueAt(nodes, ['nodeConfig', 'guestAccelerators', 0, 'gpuDriverInstallationConfig', 'gpuDriverVersion']);
  return args(compiled, 'addon-NvidiaGpuPlugin') ? 'add-on' : 'label';
}

/** node-pools.md 9, each row that there is a recipe for. */
const rows = [
  ['eks', 'l40s', 'al2023', {}, 'AL2023_x86_64_NVIDIA', { driver: false, toolkit: false, devicePlugin: true }],
  ['eks', 'gb200', 'al2023', {}, 'AL2023_ARM_64_NVIDIA', { driver: false, toolkit: false, devicePlugin: true }],
  [
    'eks',
    'h100',
    'bottlerocket',
    {},
    'BOTTLEROCKET_x86_64_NVIDIA',
    { driver: false, toolkit: false, devicePlugin: false },
  ],
  ['eks', 'h100', 'ubuntu', {}, 'CUSTOM', { driver: true, toolkit: true, devicePlugin: true }],
  ['gke', 'h100', 'cos', {}, 'DEFAULT', { driver: false, toolkit: true, devicePlugin: false }],
  [
    'gke',
    'h100',
    'cos',
    { devicePlugin: 'operator' },
    'INSTALLATION_DISABLED',
    { driver: false, toolkit: true, devicePlugin: true },
  ],
  ['gke', 'a100', 'ubuntu', {}, 'INSTALLATION_DISABLED', { driver: true, toolkit: true, devicePlugin: true }],
  ['aks', 'h100', 'azurelinux', {}, 'Install', { driver: false, toolkit: false, devicePlugin: true }],
  ['aks', 'h100', 'ubuntu', {}, 'None', { driver: true, toolkit: false, devicePlugin: true }],
  ['oke', 'h100', 'ubuntu', {}, 'add-on', { driver: false, toolkit: false, devicePlugin: false }],
  [
    'oke',
    'h100',
    'ubuntu',
    { devicePlugin: 'operator' },
    'label',
    { driver: false, toolkit: false, devicePlugin: true },
  ],
] as const;

describe.each(rows)('node-pools.md 9: %s %s %s, %o', (service, accelerator, os, ownership, pool, operator) => {
  const one = oneCaseAnIntent.find(
    ({ query: q }) => q.service === service && q.accelerator === accelerator && q.os === os && q.intent === 'inference',
  );
  if (!one) throw new Error(`no leaf ${service}/${accelerator}/${os}`);
  const { compiled } = compileInfra(engine, { document: documentOf(one, { ownership }) });
  if (!compiled) throw new Error('nothing was compiled');
  const { units } = bundleOf(resolved(one, { ownership }));
  const values = units.find(({ component }) => component === 'gpu-operator')?.release?.values;

  it(`the pool says ${pool}`, () => {
    expect(ofThePool(service, compiled)).toBe(pool);
  });

  it('the operator of the tree brings what the pool does not, and nothing else', () => {
    const enabled = (part: string): unknown => valueAt(values, [part, 'enabled']);
    expect({ driver: enabled('driver'), toolkit: enabled('toolkit'), devicePlugin: enabled('devicePlugin') }).toEqual(
      operator,
    );
  });
});

it('makes no second owner that a cloud offers: Auto Mode, managed GPUs, an operator as add-on', () => {
  for (const one of oneCaseAnIntent) {
    const text = JSON.stringify(compileInfra(engine, { document: documentOf(one) }).compiled?.resources ?? []);
    expect(text).not.toMatch(/computeConfig|NvidiaGpuOperator|NvidiaNetworkOperator|managementMode/);
  }
});
