import { certManager } from '../../constructs/cert-manager.ts';
import { gpuOperator } from '../../constructs/gpu-operator.ts';
import { kubePrometheusStack } from '../../constructs/kube-prometheus-stack.ts';
import { prometheusOperatorCrds } from '../../constructs/prometheus-operator-crds.ts';
import { argocd } from '../../src/deploy/argocd.ts';
import { flux } from '../../src/deploy/flux.ts';
import { helm } from '../../src/deploy/helm.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { upstreamFrom } from '../../src/io/upstream-files.ts';
import type { Engine } from '../../src/ops/engine.ts';
import type { PositionedDocument } from '../../src/recipe/document.ts';
import { parseCatalog } from '../../src/recipe/parse-catalog.ts';

const HEAD = 'apiVersion: cns.dev/v1alpha1\nkind: ';

/** A catalog of its own, so that these tests do not move with the recipes of the package. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  'small/base.yaml': `${HEAD}Layer
match: {}
summary: What every cluster has.
inputs: { kubernetes: 1.34.2 }
bill:
  cert-manager:
    chart: { repository: 'https://charts.jetstack.io', name: cert-manager, version: v1.21.1 }
    namespace: cert-manager
    why: Certificates of webhooks.
    source: https://cert-manager.io
  gpu-operator:
    chart: { repository: 'https://helm.ngc.nvidia.com/nvidia', name: gpu-operator, version: v26.3.3 }
    namespace: gpu-operator
    why: The last release on driver branch 580.
    source: https://docs.nvidia.com/gpu-operator
    constraints:
      kubernetes: { range: '>= 1.33 <= 1.36', why: Validated there., source: https://docs.nvidia.com/platform-support }
  kube-prometheus-stack:
    chart: { repository: 'https://prometheus-community.github.io/helm-charts', name: kube-prometheus-stack, version: 88.5.3 }
    namespace: monitoring
    why: Metrics.
    source: https://prometheus.io
  prometheus-operator-crds:
    chart: { repository: 'https://prometheus-community.github.io/helm-charts', name: prometheus-operator-crds, version: 31.0.1 }
    namespace: monitoring
    why: CRDs before everything that uses them.
    source: https://prometheus-operator.dev
components:
  cert-manager: {}
  gpu-operator: { driver: { version: 580.126.20 } }
  prometheus-operator-crds: {}
notes:
  components.gpu-operator.driver: { why: The branch of the data centre., source: https://docs.nvidia.com/drivers }
`,
  'small/eks.yaml': `${HEAD}Layer
match: { service: eks }
summary: Amazon EKS.
provided:
  coredns: { why: EKS installs it., source: https://docs.aws.amazon.com/eks }
`,
  'small/gke.yaml': `${HEAD}Layer
match: { service: gke }
summary: Google GKE.
`,
  'small/h100.yaml': `${HEAD}Layer
match: { accelerator: h100 }
summary: H100.
components:
  gpu-operator:
    driver: { version: 580.105.08 }
notes:
  components.gpu-operator.driver.version: { why: Tried on H100., source: https://example.com/h100 }
tuning:
  gpu:
    settings:
      numa:
        kind: sysctl
        name: kernel.numa_balancing
        comparison: equals
        value: '0'
        grade: S
        why: Pages that move cost time.
        tradeOff: None.
        source: https://example.com/numa
        verify: sysctl kernel.numa_balancing is 0
`,
  'small/l4.yaml': `${HEAD}Layer
match: { accelerator: l4 }
summary: L4.
`,
  'small/ubuntu.yaml': `${HEAD}Layer
match: { os: ubuntu }
summary: Ubuntu.
aliases: [jammy]
ownership: { driver: operator }
`,
  'small/training.yaml': `${HEAD}Layer
match: { intent: training }
summary: Training.
`,
  'small/inference.yaml': `${HEAD}Layer
match: { intent: inference }
summary: Inference.
components:
  kube-prometheus-stack: {}
`,
  'small/kubeflow.yaml': `${HEAD}Layer
match: { platform: kubeflow }
summary: Kubeflow.
`,
  'small/leaves.yaml': `${HEAD}Leaves
service: eks
leaves:
- { accelerator: h100, os: ubuntu, intents: [training, inference], platforms: { training: [kubeflow] }, instanceTypes: [p5.48xlarge, p5.4xlarge], support: schema-checked, evidence: This test., source: https://example.com }
- { accelerator: l4, os: ubuntu, intents: [inference], instanceTypes: [g6.xlarge], support: synthesized, evidence: This test., source: https://example.com }
`,
  'small/instances.yaml': `${HEAD}Instances
service: eks
instances:
  p5.48xlarge: { accelerator: h100, gpus: 8, machine: vm, source: https://aws.amazon.com/p5 }
  p5.4xlarge: { accelerator: h100, gpus: 1, machine: vm, source: https://aws.amazon.com/p5 }
  g6.xlarge: { accelerator: l4, gpus: 1, machine: vm, source: https://aws.amazon.com/g6 }
`,
};

const components = [certManager, gpuOperator, kubePrometheusStack, prometheusOperatorCrds];

/** Three components on EKS with H100 or L4, real constructs, real deployers, the real upstream index. */
export const smallEngine: Engine = {
  catalog: parseCatalog(
    Object.entries(DOCUMENTS).map(([file, text]) => parseYaml(text, file)),
    'built-in',
  ),
  components: new Map(components.map((one) => [one.name, one])),
  deployers: new Map([argocd, flux, helm].map((one) => [one.name, one])),
  upstream: upstreamFrom('src/upstream'),
  checks: [],
};

/** A cluster file; `more` is appended to it. */
export const clusterYaml = (name = 'prod', more = ''): string => `${HEAD}Cluster
name: ${name}
criteria: { service: eks, accelerator: h100, os: ubuntu, intent: training }
gitops:
  deployer: argocd
  repoURL: https://github.com/example/gitops.git
  revision: main
  path: dist/${name}
pools:
  gpu:
    count: 4
${more}`;

export const cluster = (more = '', name = 'prod'): PositionedDocument =>
  parseYaml(clusterYaml(name, more), `clusters/${name}.yaml`);
