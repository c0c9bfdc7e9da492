import { expect, it } from 'vitest';
import { gpuSoftware } from '../../../src/pools/gke/gpu-software.ts';
import { named } from '../named.ts';
import { gkeCompiled } from './compiled.ts';

const LABEL = { 'gke-no-default-nvidia-gpu-device-plugin': 'true' };

it.each`
  row                         | driver        | devicePlugin  | allocation         | installs                   | labels   | check
  ${'GKE COS default'}        | ${'provider'} | ${'provider'} | ${'device-plugin'} | ${'DEFAULT'}               | ${{}}    | ${undefined}
  ${'GKE COS + label'}        | ${'provider'} | ${'operator'} | ${'device-plugin'} | ${'INSTALLATION_DISABLED'} | ${LABEL} | ${/Google's installer/}
  ${'GKE COS with DRA'}       | ${'provider'} | ${'provider'} | ${'dra'}           | ${'INSTALLATION_DISABLED'} | ${LABEL} | ${/Google's installer/}
  ${'GKE Ubuntu'}             | ${'operator'} | ${'operator'} | ${'device-plugin'} | ${'INSTALLATION_DISABLED'} | ${LABEL} | ${undefined}
  ${'GKE Ubuntu, GKE plugin'} | ${'operator'} | ${'provider'} | ${'device-plugin'} | ${'INSTALLATION_DISABLED'} | ${{}}    | ${/home\/kubernetes/}
`('node-pools.md 9, $row', ({ driver, devicePlugin, allocation, installs, labels, check }) => {
  const made = gpuSoftware({ driver, toolkit: 'operator', devicePlugin, allocation });
  expect(made).toMatchObject({ gpuDriverVersion: installs, labels });
  if (check) expect(made.checks.join('\n')).toMatch(check);
  else expect(made.checks).toEqual([]);
});

it('node-pools.md 0.2 and 4.5: driver and plugin are of GKE on COS, of the operator on Ubuntu', () => {
  const [cos, ubuntu] = ['cos', 'ubuntu'].map(
    (os) => named(gkeCompiled({ accelerator: 'l4', instanceType: 'g2-standard-48', os }), 'gpu-nodes').args.nodeConfig,
  );
  const mode = (gpuDriverVersion: string) => ({ gpuDriverInstallationConfig: { gpuDriverVersion } });
  expect(cos).toMatchObject({
    imageType: 'COS_CONTAINERD',
    guestAccelerators: [{ type: 'nvidia-l4', count: 4, ...mode('DEFAULT') }],
    labels: { nodeGroup: 'gpu-worker' },
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
  });
  expect((cos as { labels: object }).labels).not.toHaveProperty('gke-no-default-nvidia-gpu-device-plugin');
  expect(ubuntu).toMatchObject({
    imageType: 'UBUNTU_CONTAINERD',
    guestAccelerators: [mode('INSTALLATION_DISABLED')],
    labels: { nodeGroup: 'gpu-worker', ...LABEL },
    // A driver that is built on the node is not signed.
    shieldedInstanceConfig: { enableSecureBoot: false, enableIntegrityMonitoring: true },
  });
});
