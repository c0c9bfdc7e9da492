import { parseYaml } from '../../../src/io/parse-yaml.ts';
import { compileInfra } from '../../../src/ops/compile-infra.ts';
import type { CompiledPools } from '../../../src/pools/compiled.ts';
import { engine } from '../../samples.ts';
import { aksAccountOf, aksCluster } from './account-of.ts';

export type AksCase = Partial<Parameters<typeof aksCluster>[0]> & {
  /** Changes the account of the case. */
  readonly account?: object;
};

/** What AKS makes of one case, ND H100 v5 with Ubuntu on demand unless it says otherwise. */
export function aksCompiled({ account, ...one }: AksCase = {}): CompiledPools {
  const all = {
    accelerator: 'h100',
    os: 'ubuntu',
    instanceType: 'Standard_ND96isr_H100_v5',
    capacity: 'on-demand',
    ...one,
  };
  const document = parseYaml(aksCluster(all), 'test.yaml');
  const { compiled } = compileInfra(engine, { document }, { value: { ...aksAccountOf(all), ...account } });
  if (!compiled) throw new Error('nothing was compiled');
  return compiled;
}
