import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { compileInfra } from '../../src/ops/compile-infra.ts';
import { madeWhere } from '../../src/pools/made-where.ts';
import { engine } from '../samples.ts';

describe('the machine and the place of a plan', () => {
  const file = 'clusters/eks-h100-training.yaml';
  const { plan } = compileInfra(engine, { document: parseYaml(readFileSync(file, 'utf8'), file) });

  it('are those of the cluster file', () => {
    expect(madeWhere(plan)).toEqual({ instance: plan.gpu.instance, region: plan.region });
    expect(plan.gpu.instance?.name).toBe('p5.48xlarge');
  });

  it.each`
    missing       | path                        | word
    ${'instance'} | ${'pools.gpu.instanceType'} | ${/does not say on which instance type it runs/}
    ${'region'}   | ${'inputs.region'}          | ${/does not say in which region it runs/}
  `('are asked for where the $missing is not said', ({ missing, path, word }) => {
    const { region, ...nowhere } = plan;
    const { instance: _, ...unknown } = plan.gpu;
    const generic = missing === 'region' ? nowhere : { ...nowhere, ...(region ? { region } : {}), gpu: unknown };
    expect(() => madeWhere(generic)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code: 'ACCOUNT_INVALID', path })] }),
    );
    expect(() => madeWhere(generic)).toThrow(word);
  });
});
