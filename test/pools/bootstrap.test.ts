import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { bootstrapInfra } from '../../src/ops/bootstrap-infra.ts';
import { argocdBootstrap } from '../../src/pools/bootstrap.ts';
import { engine, SAMPLES } from '../samples.ts';

const SHARED = '../shared';
const samples = SAMPLES.map((name) => {
  const file = `clusters/${name}.yaml`;
  const document = parseYaml(readFileSync(file, 'utf8'), file);
  const { deployer } = (document.value as { gitops: { deployer: string } }).gitops;
  return { name, deployer, bootstrap: bootstrapInfra(engine, { document }, { parseYaml }) };
});

it.each(samples)('$name with $deployer has a bootstrap exactly when something reads Git', ({ deployer, bootstrap }) => {
  expect(bootstrap !== undefined).toBe(deployer !== 'helm');
});

describe.each(samples.filter(({ bootstrap }) => bootstrap))('$name', ({ deployer, bootstrap }) => {
  it('pins an exact version', () => {
    expect(bootstrap?.release.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('applies nothing but the controller and what points it at the tree', () => {
    expect(bootstrap?.objects.map(({ kind }) => kind)).toEqual(
      deployer === 'argocd' ? ['AppProject', 'Application'] : ['FluxInstance', 'GitRepository', 'Kustomization'],
    );
  });

  it('says the same by hand in commands that a shell can read', () => {
    const script = `#!/bin/bash\n${bootstrap?.commands.join('\n')}\n`;
    const { stdout } = spawnSync('shellcheck', ['-'], { input: script, encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(script).not.toMatch(/undefined|\[object/);
  });
});

it('puts the controller on system nodes with their taints', () => {
  const taint = { key: 'dedicated', value: 'system', effect: 'NoSchedule', by: 'pool', because: '' } as const;
  const { release } = argocdBootstrap({
    path: 'dist/a',
    namespace: 'argocd',
    system: { labels: { role: 'system' }, taints: [taint] },
    objects: [],
  });
  expect(release.values.global).toEqual({
    nodeSelector: { role: 'system' },
    tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'system', effect: 'NoSchedule' }],
  });
});

if (existsSync(SHARED)) {
  it('gives charts values that they have, and FluxInstance fields that it has', () => {
    const values = parse(readFileSync(`${SHARED}/charts/argo-cd.values.yaml`, 'utf8'));
    expect(Object.keys(values.global)).toEqual(expect.arrayContaining(['nodeSelector', 'tolerations']));
    expect(values.configs).toHaveProperty('cm');
    expect(parse(readFileSync(`${SHARED}/charts/flux-operator.values.yaml`, 'utf8'))).toHaveProperty('tolerations');
    const schema = JSON.parse(readFileSync(`${SHARED}/schemas/fluxcd.controlplane.io/fluxinstance_v1.json`, 'utf8'));
    const validate = new Ajv({ strict: false }).compile(schema);
    const instance = samples
      .flatMap(({ bootstrap }) => bootstrap?.objects ?? [])
      .find(({ kind }) => kind === 'FluxInstance');
    expect(validate(instance), JSON.stringify(validate.errors)).toBe(true);
  });
} else console.log(`skipped: values and fields of the bootstrap against ${SHARED}, which is not here`);
