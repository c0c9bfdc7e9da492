import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gathering } from '../../../src/snapshot/gathering.ts';
import { configurationOf, kubelet } from '../../../src/snapshot/systemd/kubelet.ts';
import { aMachine, type MachineTable } from '../a-machine.ts';

const HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n';
const KUBEADM = '/var/lib/kubelet/config.yaml';
const EKS = '/etc/kubernetes/kubelet/config.json';
const json = (settings: object): string =>
  JSON.stringify({ kind: 'KubeletConfiguration', apiVersion: 'kubelet.config.k8s.io/v1beta1', ...settings });

async function read(files: MachineTable['files'], words?: readonly string[]) {
  const gathering = new Gathering(aMachine({ files }));
  const found = await kubelet(gathering, words);
  return { ...found, missing: gathering.collected({}).missing };
}

describe('without a kubelet that runs', () => {
  it.each([
    KUBEADM,
    EKS,
    '/home/kubernetes/kubelet-config.yaml',
    '/etc/default/kubeletconfig.json',
    '/etc/kubernetes/kubelet/config',
  ])('reads %s', async (file) => {
    const text = file.endsWith('.json') ? json({ cpuManagerPolicy: 'static' }) : `${HEAD}cpuManagerPolicy: static\n`;
    expect(await read({ [file]: text })).toEqual({ file, settings: { cpuManagerPolicy: 'static' }, missing: {} });
  });

  it('has none where there is no file, and takes no kubeconfig for one', async () => {
    expect(await read({})).toEqual({ file: undefined, settings: {}, missing: {} });
    const kubeconfig = 'apiVersion: v1\nkind: Config\nusers: [{name: n, user: {token: hunter2}}]\n';
    expect(await read({ '/etc/kubernetes/kubelet.conf': kubeconfig })).toEqual({
      file: undefined,
      settings: {},
      missing: {},
    });
  });

  it('joins drop-ins of EKS in their order: maps grow, the rest is replaced', async () => {
    const { settings } = await read({
      [EKS]: json({ maxPods: 110, serializeImagePulls: true, featureGates: { A: true, B: true } }),
      [`${EKS}.d/40-nodeadm.conf`]: json({ maxPods: 17, featureGates: { B: false } }),
      [`${EKS}.d/00-first.conf`]: json({ maxPods: 1, serializeImagePulls: false }),
      [`${EKS}.d/50-not.json`]: json({ maxPods: 3 }),
    });
    expect(settings).toEqual({ maxPods: '17', serializeImagePulls: 'false', featureGates: 'A=true,B=false' });
  });

  it('says which file could not be read', async () => {
    expect((await read({ [KUBEADM]: { refused: 'permission is denied' } })).missing).toEqual({
      'kubelet.settings': `${KUBEADM}: permission is denied`,
    });
  });
});

describe('of a kubelet that runs', () => {
  it('reads the file that it was started with, and its flags on top', async () => {
    const files = {
      [KUBEADM]: `${HEAD}maxPods: 1`,
      '/opt/k.yaml': `${HEAD}maxPods: 2\ncpuManagerPolicy: none`,
      '/opt/d/1.conf': `${HEAD}maxPods: 3`,
    };
    const words = [
      '--config=/opt/k.yaml',
      '--config-dir',
      '/opt/d',
      '--token=hunter2',
      '--cpu-manager-policy=static',
      '--protect-kernel-defaults',
    ];
    const found = await read(files, words);
    expect(found).toEqual({
      file: '/opt/k.yaml',
      settings: { maxPods: '3', cpuManagerPolicy: 'static', protectKernelDefaults: 'true' },
      missing: {},
    });
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  it('looks at no other file when it has none', async () => {
    const { file, settings } = await read({ [KUBEADM]: `${HEAD}maxPods: 1` }, ['--max-pods', '2', '--max-pods=3']);
    expect([file, settings]).toEqual([undefined, { maxPods: '3' }]);
  });

  it('adds up flags that repeat', async () => {
    const { settings } = await read({}, [
      '--feature-gates=B=true,A=false',
      '--feature-gates=C=true',
      '--reserved-memory=0:memory=1Gi',
      '--reserved-memory',
      '1:memory=2Gi',
    ]);
    expect(settings).toEqual({ featureGates: 'A=false,B=true,C=true', reservedMemory: '0:memory=1Gi;1:memory=2Gi' });
  });

  it('says that the file it names is not there', async () => {
    expect(await read({}, ['--config=/opt/k.yaml'])).toEqual({
      file: undefined,
      settings: {},
      missing: { 'kubelet.settings': '/opt/k.yaml: it is not there' },
    });
  });

  it('may have drop-ins alone', async () => {
    const { file, settings } = await read({ '/d/1.conf': `${HEAD}maxPods: 3` }, ['--config-dir=/d']);
    expect([file, settings]).toEqual([undefined, { maxPods: '3' }]);
  });
});

describe('settings', () => {
  it('are one line each, as flags write them, and policies only', async () => {
    const text = `${HEAD}cpuManagerPolicyOptions: {full-pcpus-only: "true"}
reservedMemory:
  - {numaNode: 0, limits: {memory: 1Gi, hugepages-2Mi: 2Gi}}
  - {numaNode: 1, limits: {memory: 1Gi}}
shutdownGracePeriod: 30s
reservedSystemCPUs: 0-1,96-97
failSwapOn: null
staticPodURLHeader: {Authorization: [hunter2]}
`;
    expect((await read({ [KUBEADM]: text })).settings).toEqual({
      cpuManagerPolicyOptions: 'full-pcpus-only=true',
      reservedMemory: '0:hugepages-2Mi=2Gi,memory=1Gi;1:memory=1Gi',
      shutdownGracePeriod: '30s',
      reservedSystemCPUs: '0-1,96-97',
    });
  });

  it.each(['cpuManagerPolicy: [a]', 'featureGates: {A: {b: c}}', 'reservedMemory: [{numaNode: x}]'])(
    'of another shape are missing: %s',
    async (line) => {
      const name = line.split(':')[0] ?? '';
      const { settings, missing } = await read({ [KUBEADM]: `${HEAD}${line}\n` });
      expect([settings, Object.keys(missing)]).toEqual([{}, [`kubelet.settings.${name}`]]);
    },
  );
});

describe('configurationOf', () => {
  it.each`
    text                              | why
    ${`${HEAD}a: &x [1]\nb: *x`}      | ${/^it is not YAML/}
    ${'['.repeat(20_000)}             | ${/^it is not YAML/}
    ${`${HEAD}kind: Other`}           | ${/^it is not YAML/}
    ${`${HEAD}--- \n${HEAD}`}         | ${/^it is not YAML/}
    ${`# ${'x'.repeat(1024 * 1024)}`} | ${/^it has more than 1048576 characters/}
    ${'- kind: KubeletConfiguration'} | ${/^it is no KubeletConfiguration/}
    ${''}                             | ${/^it is no KubeletConfiguration/}
  `('refuses what is no configuration (%#)', ({ text, why }) => {
    expect(configurationOf(text)).toMatch(why);
  });

  it('never fails, and changes no prototype', async () => {
    const piece = fc.constantFrom(
      'kind: KubeletConfiguration',
      '__proto__: {maxPods: 1}',
      '\n',
      ' ',
      '- ',
      '{',
      '}',
      '"',
      ': ',
      '&a',
      '*a',
      '!!js',
      '\t',
      'featureGates:',
      '? ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 15 }), async (pieces) => {
        const { settings } = await read({ [KUBEADM]: `${HEAD}${pieces.join('')}` });
        expect(settings.maxPods).toBeUndefined();
      }),
      { numRuns: 200 },
    );
    expect(({} as Record<string, unknown>).maxPods).toBeUndefined();
  });
});
