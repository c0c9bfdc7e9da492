import { parseYaml } from '../../../src/io/parse-yaml.ts';
import { compileInfra } from '../../../src/ops/compile-infra.ts';
import { pick } from '../../../src/plain.ts';
import type { CompiledPools } from '../../../src/pools/compiled.ts';
import { engine } from '../../samples.ts';
import { eksAccountOf, eksCluster } from './account-of.ts';

export interface EksCase {
  readonly accelerator?: string;
  readonly os?: string;
  readonly instanceType?: string;
  readonly capacity?: string;
  readonly count?: number;
  readonly name?: string;
  /** Changes the account of the case. */
  readonly account?: object;
}

/** What EKS makes of one case, p5.48xlarge with AL2023 on demand unless it says otherwise. */
export function eksCompiled(one: EksCase = {}): CompiledPools {
  const { accelerator = 'h100', os = 'al2023', instanceType = 'p5.48xlarge', capacity = 'on-demand', account } = one;
  const document = parseYaml(
    eksCluster({ accelerator, os, instanceType, capacity, ...pick(one, ['count', 'name']) }),
    'test.yaml',
  );
  const value = { ...eksAccountOf({ os, capacity }), ...account };
  const { compiled } = compileInfra(engine, { document }, { value });
  if (!compiled) throw new Error('nothing was compiled');
  return compiled;
}
