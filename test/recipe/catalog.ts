import { parseYaml } from '../../src/io/parse-yaml.ts';
import type { Catalog } from '../../src/recipe/catalog.ts';
import { clusterDocument } from '../../src/recipe/cluster-file.ts';
import { type PositionedDocument, parseDocument } from '../../src/recipe/document.ts';
import type { Layer, Origin } from '../../src/recipe/layer.ts';
import type { ResolveInput } from '../../src/recipe/merge-sources.ts';
import { parseCatalog } from '../../src/recipe/parse-catalog.ts';
import { type ResolvedRecipe, resolve } from '../../src/recipe/resolve.ts';

/** File name → YAML below the header. Small worlds in which one rule shows; independent of recipes/. */
export type Files = Readonly<Record<string, string>>;

const header = (kind: string): string => `apiVersion: cns.dev/v1alpha1\nkind: ${kind}\n`;

/** A layer's text: three lines of header, so that the body begins on line 4. */
export const layerText = (body: string): string => `${header('Layer')}summary: test\n${body.trimStart()}`;

const KIND_OF: Readonly<Record<string, string>> = {
  leaves: 'Leaves',
  instances: 'Instances',
  profiles: 'Profiles',
  channels: 'Channels',
};

/** Files in a folder leaves/, instances/, profiles/ or channels/ are of that kind, all others are layers. */
export function documentsOf(files: Files): PositionedDocument[] {
  return Object.entries(files).map(([file, body]) => {
    const kind = KIND_OF[file.split('/')[0] ?? ''];
    return parseYaml(kind ? `${header(kind)}${body.trimStart()}` : layerText(body), file);
  });
}

export const catalogOf = (files: Files, origin: Origin = 'built-in'): Catalog =>
  parseCatalog(documentsOf(files), origin);

export const layersOf = (files: Files, origin: Origin = 'built-in'): readonly Layer[] =>
  catalogOf(files, origin).layers;

const why = 'why: because, source: test';

/** A bill of two components, one layer a value, one leaf on each of two services. */
export const WORLD: Files = {
  'base.yaml': `
match: {}
inputs: { kubernetes: 1.34.2 }
bill:
  cert-manager:
    chart: { repository: https://charts.example.com, name: cert-manager, version: v1.21.1 }
    namespace: cert-manager
    ${why.replace(', ', '\n    ')}
    constraints:
      kubernetes: { range: '>= 1.30 <= 1.35', ${why} }
  gpu-operator:
    chart: { repository: https://charts.example.com, name: gpu-operator, version: v26.3.3 }
    namespace: gpu-operator
    ${why.replace(', ', '\n    ')}
components:
  cert-manager: {}
  gpu-operator: { driver: { version: 580.82.07 } }
`,
  'eks.yaml': 'match: { service: eks }',
  'gke.yaml': 'match: { service: gke }',
  'h100.yaml': 'match: { accelerator: h100 }',
  'h200.yaml': 'match: { accelerator: h200 }',
  'gb200.yaml': 'match: { accelerator: gb200 }',
  'l4.yaml': 'match: { accelerator: l4 }',
  'l40s.yaml': 'match: { accelerator: l40s }',
  'ubuntu.yaml': 'match: { os: ubuntu }',
  'al2023.yaml': 'match: { os: al2023 }\naliases: [amazonlinux, AMZN]',
  'training.yaml': 'match: { intent: training }',
  'inference.yaml': 'match: { intent: inference }',
  'kubeflow.yaml': 'match: { platform: kubeflow }',
  'leaves/eks.yaml': `
service: eks
leaves:
  - { accelerator: h100, os: ubuntu, intents: [training, inference], platforms: { training: [kubeflow] }, instanceTypes: [p5.48xlarge, p5.4xlarge], support: synthesized, evidence: test, source: test }
  - { accelerator: gb200, os: ubuntu, intents: [training], instanceTypes: [p6e-gb200.36xlarge], support: synthesized, evidence: test, source: test }
  - { accelerator: l4, os: al2023, intents: [inference], instanceTypes: [g6.xlarge], support: synthesized, evidence: test, source: test }
absent:
  - { accelerator: h200, os: al2023, why: nobody has built it, source: the vendor }
`,
  'instances/eks.yaml': `
service: eks
instances:
  p5.48xlarge: { accelerator: h100, gpus: 8, machine: vm, fabric: efa, fabricInterfaces: 32, source: test }
  p5.4xlarge: { accelerator: h100, gpus: 1, machine: vm, source: test }
  p6e-gb200.36xlarge: { accelerator: gb200, gpus: 4, architecture: arm64, machine: vm, fabric: efa, source: test }
  g6.xlarge: { accelerator: l4, gpus: 1, machine: vm, source: test }
`,
  'channels/all.yaml': `
channels:
  - service: eks
    os: ubuntu
    kinds:
${[
  'kernel-argument',
  'sysctl',
  'huge-pages',
  'module',
  'module-blocklist',
  'module-parameter',
  'limit',
  'governor',
  'service',
]
  .map((kind) => `      ${kind}: { channel: agent, ${why} }`)
  .join('\n')}
      kubelet: { channel: none, ${why} }
`,
};

export const CRITERIA = 'criteria: { service: eks, accelerator: h100, os: ubuntu, intent: training }';

/** A cluster file's text; the body begins on line 5. */
export const clusterText = (body = '', criteria = CRITERIA): string =>
  `${header('Cluster')}name: demo\ngitops: { deployer: helm }\n${body}\n${body.includes('criteria:') ? '' : criteria}\n`;

export function clusterInput(text: string, more: Partial<ResolveInput> = {}): ResolveInput {
  const document = parseYaml(text, 'clusters/demo.yaml');
  return { cluster: parseDocument(document, 'Cluster', clusterDocument), document, ...more };
}

/** Resolves a cluster in the world with some files more or in place of its own. */
export const resolveIn = (files: Files, body = '', more: Partial<ResolveInput> = {}): ResolvedRecipe =>
  resolve(catalogOf({ ...WORLD, ...files }), clusterInput(clusterText(body), more));

/** A tuning setting as YAML flow text. */
export const settingText = (fields: string): string =>
  `{ ${fields}, grade: S, why: because, tradeOff: some, source: test, verify: look }`;
