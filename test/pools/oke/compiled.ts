import { parseYaml } from '../../../src/io/parse-yaml.ts';
import { compileInfra } from '../../../src/ops/compile-infra.ts';
import type { CompiledPools } from '../../../src/pools/compiled.ts';
import type { PlannedResource } from '../../../src/pools/resource.ts';
import { engine } from '../../samples.ts';
import { type OkeCase, okeAccountOf, okeCluster } from './account-of.ts';

/** What OKE makes of one case. */
export function okeCompiled(one: OkeCase = {}): CompiledPools {
  const document = parseYaml(okeCluster(one), 'test.yaml');
  const { compiled } = compileInfra(engine, { document }, { value: { ...okeAccountOf(one), ...one.account } });
  if (!compiled) throw new Error('nothing was compiled');
  return compiled;
}

/** All resources of one type, e.g. `Policy`. */
export const ofType = ({ resources }: CompiledPools, type: string): PlannedResource[] =>
  resources.filter((one) => one.type.endsWith(`:${type}`));
