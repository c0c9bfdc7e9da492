import { readFileSync } from 'node:fs';
import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Output,
  type ProviderResource,
} from '@pulumi/pulumi';
import { createEngine } from '../src/engine.ts';
import { CnsError } from '../src/errors.ts';
import { parseYaml } from '../src/io/parse-yaml.ts';
import type { Engine } from '../src/ops/engine.ts';
import { provisionInfra } from '../src/ops/provision-infra.ts';
import type { PoolsPlan } from '../src/pools/plan.ts';
import type { PositionedDocument } from '../src/recipe/document.ts';
import { type Creation, create } from './create.ts';

export interface GpuClusterArgs<Account> {
  /** Path of the cluster file, or what was read from it. The tree in Git is made from the same one. */
  readonly clusterFile: string | PositionedDocument;
  /** What is true of the account and cannot follow from a cluster file. */
  readonly account: Account;
  /** An engine with recipes or plugins of your own. @default - the built-in one */
  readonly engine?: Engine;
}

/** What the cluster of one cloud is made of. */
export interface GpuClusterKind extends Pick<Creation, 'classes'> {
  readonly service: string;
  /** The cloud's provider. */
  readonly Provider: new (
    name: string,
    args: never,
    options: CustomResourceOptions,
  ) => ProviderResource;
}

/**
 * A cluster with system nodes and GPU nodes that fit the GitOps tree of the same cluster file.
 *
 * @throws CnsError `ACCOUNT_INVALID` with everything that is wrong or missing, `CONTRACT_BROKEN` with everything that does not fit the tree
 */
export class GpuCluster<Account> extends ComponentResource {
  /** What its nodes are. */
  readonly plan: PoolsPlan;
  /** Names as docs/node-pools.md lists them; `kubeconfig` is secret. */
  readonly outputs: Readonly<Record<string, Output<unknown>>>;

  constructor(
    { service, classes, Provider }: GpuClusterKind,
    name: string,
    { clusterFile, account, engine = createEngine() }: GpuClusterArgs<Account>,
    options: ComponentResourceOptions = {},
  ) {
    const token = `cns:${service}:GpuCluster`;
    super(token, name, {}, options);
    const document =
      typeof clusterFile === 'string' ? parseYaml(readFileSync(clusterFile, 'utf8'), clusterFile) : clusterFile;
    const { plan, compiled } = provisionInfra(engine, { document }, { value: account });
    if (plan.service !== service || !compiled)
      throw new CnsError({
        code: 'ACCOUNT_INVALID',
        path: 'criteria.service',
        message: `${document.file} is of ${plan.service}, and this component makes ${service} clusters`,
        hint: `use the component of ${plan.service}`,
      });
    this.plan = plan;
    const provider =
      options.provider ?? new Provider(`${plan.cluster}-provider`, compiled.provider as never, { parent: this });
    this.outputs = create(this, { cluster: plan.cluster, token, compiled, classes, provider });
    this.registerOutputs(this.outputs);
  }
}
