import { spawnSync } from 'node:child_process';
import PostalMime from 'postal-mime';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { planInfra } from '../../../src/ops/plan-infra.ts';
import type { CompiledPools } from '../../../src/pools/compiled.ts';
import { compileEks } from '../../../src/pools/eks/compile.ts';
import { eksStandIns } from '../../../src/pools/eks/stand-ins.ts';
import { shown } from '../../../src/pools/expression.ts';
import { documentOf, engine, oneCaseAnIntent } from '../../samples.ts';

const cases = oneCaseAnIntent
  .filter(({ query }) => query.service === 'eks')
  .map((one) => {
    const plan = planInfra(engine, { document: documentOf(one, { inputs: { region: 'us-east-2' } }) });
    return { ...one, os: one.query.os, plan, compiled: compileEks(plan, eksStandIns) };
  });

const bootText = ({ firstBoot }: CompiledPools): string => shown(firstBoot[0]?.text ?? '');

function shellcheck(script: string): string {
  const { stdout, status } = spawnSync('shellcheck', ['--shell=bash', '-'], { input: script, encoding: 'utf8' });
  return status === 0 ? '' : stdout;
}

async function mimeParts(text: string): Promise<Map<string, string>> {
  const { attachments, html } = await PostalMime.parse(text, { attachmentEncoding: 'utf8' });
  expect(html).toBeUndefined();
  return new Map(attachments.map(({ mimeType, content }) => [mimeType, String(content)]));
}

const ofPool = ({ plan }: (typeof cases)[number]) => plan.gpu.settings.filter(({ carrier }) => carrier === 'pool');
const of = (os: string) => cases.filter((one) => one.os === os);

describe.each(cases)('$name', (one) => {
  const { compiled } = one;
  const settings = ofPool(one);

  it('places every setting of the pool exactly once, or says why it cannot', () => {
    const told = [...compiled.placements, ...compiled.inexpressible].map(({ setting }) => setting).sort();
    expect(told).toEqual(settings.map(({ id }) => id).sort());
  });

  it('fits into the 16 KiB that EC2 takes', () => {
    expect(Buffer.byteLength(bootText(compiled))).toBeLessThan(16 * 1024);
  });
});

it.each(of('al2023'))(
  '$name is MIME of a clean shell script and a NodeConfig with the settings of the kubelet',
  async (one) => {
    const { compiled } = one;
    const settings = ofPool(one);
    const parts = await mimeParts(bootText(compiled));
    const config = parseYaml(parts.get('application/node.eks.aws') ?? '');
    expect(config).toMatchObject({ apiVersion: 'node.eks.aws/v1alpha1', kind: 'NodeConfig' });
    const kubelet = settings.filter(({ kind }) => kind === 'kubelet');
    expect(config.spec.kubelet?.config ?? {}).toEqual(
      Object.fromEntries(kubelet.map(({ name, value }) => [name, value])),
    );
    // The cluster block is EKS's to add in a managed node group.
    expect(config.spec.cluster).toBeUndefined();
    expect(shellcheck(parts.get('text/x-shellscript') ?? '')).toBe('');
  },
);

it.each(of('ubuntu'))(
  '$name is a clean script that joins the cluster with the taints and labels of the pool',
  (one) => {
    const { compiled, plan } = one;
    const text = bootText(compiled);
    expect(shellcheck(text)).toBe('');
    expect(text).toContain('<cluster.endpoint>');
    for (const { key, by } of plan.gpu.taints) if (by === 'pool') expect(text).toContain(`${key}=`);
    for (const [key, value] of Object.entries(plan.gpu.labels)) expect(text).toContain(`${key}=${value}`);
  },
);

it.each(of('bottlerocket'))('$name is TOML with headers that EKS can merge, and the settings in it', (one) => {
  const { compiled } = one;
  const settings = ofPool(one);
  const text = bootText(compiled);
  expect(text.match(/^\[.*["'].*\]$/m)).toBeNull();
  expect(text).not.toContain('\\"');
  const { settings: toml } = parseToml(text) as { settings: Record<string, Record<string, unknown>> };
  for (const { kind, name, value } of settings.filter((setting) => setting.kind === 'sysctl'))
    expect((toml.kernel as { sysctl: Record<string, string> }).sysctl[name], kind).toBe(value);
  const policy = settings.find(({ name }) => name === 'cpuManagerPolicy');
  expect(toml.kubernetes?.['cpu-manager-policy']).toBe(policy?.value);
});
