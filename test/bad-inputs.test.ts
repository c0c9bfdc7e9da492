import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ComponentManifests } from '../src/contract/manifests.ts';
import { throwProblems } from '../src/errors.ts';
import { parseYaml } from '../src/io/parse-yaml.ts';
import { readDocument } from '../src/io/read-document.ts';
import { resolve } from '../src/recipe/resolve.ts';
import { checkUnits } from '../src/synth/check-units.ts';
import { synthesize } from '../src/synth/synthesize.ts';
import { textsOf } from './problems-of.ts';
import {
  CRITERIA,
  catalogOf,
  clusterInput,
  clusterText,
  type Files,
  resolveIn,
  settingText,
  WORLD,
} from './recipe/catalog.ts';
import { charted, simple } from './synth/components.ts';
import { checkInput, configMap, release, unit } from './synth/unit.ts';

const catalog = catalogOf(WORLD);

/** A cluster file with this body, resolved. An empty criteria text leaves the file empty. */
const cluster = (body: string, criteria = CRITERIA) => clusterWhole(criteria === '' ? '' : clusterText(body, criteria));
const clusterAs = (from: string, to: string) => clusterWhole(clusterText().replace(from, to));
const clusterWhole = (text: string) => resolve(catalog, clusterInput(text));
/** One layer in this text; its body begins on line 4. */
const layer = (body: string) => catalogOf({ 'x.yaml': body });
const file = (name: string, body: string) => catalogOf({ [name]: body });
/** Layers besides those of the world, resolved. */
const world = (files: Files) => resolveIn(files);
const yaml = (text: string) => parseYaml(text, 'x.yaml');
/** A cluster file whose components are synthesized with a registry of four. */
const synth = (body: string) => {
  const own = 'components: { cert-manager: null, gpu-operator: null }';
  const { components } = resolveIn({ 'none.yaml': `match: { service: eks }\n${own}` }, body);
  return made(components);
};
const made = (
  components: Parameters<typeof synthesize>[0]['components'],
  more = [simple('needs-a', { dependsOn: ['simple'] })],
) => {
  const all = [simple('cert-manager'), simple('simple'), simple('other'), charted, ...more];
  const { context } = resolveIn({});
  return synthesize({ context, components, provided: new Map(), registry: new Map(all.map((c) => [c.name, c])) });
};
const ring = () =>
  made({ x: { namespace: 'n' }, y: { namespace: 'n' } }, [
    simple('x', { dependsOn: ['y'] }),
    simple('y', { after: ['x'] }),
  ]);
const check = (...units: ComponentManifests[]) => throwProblems(checkUnits(checkInput(units)));

const setting = (match: string, value: string) =>
  `match: { ${match} }\ntuning: { gpu: { settings: { x: ${settingText(`kind: sysctl, name: vm.x, comparison: equals, value: "${value}"`)} } } }`;
const PACKAGE =
  'match: { service: eks }\ntuning: { gpu: { packages: { tuned: { image: ghcr.io/x/tuned, version: 1.0.0, configMap: { p: a }, why: w, source: s } } } }';
const PROFILE =
  'package: tuned\nversion: 1.0.0\nsource: s\nprofiles: [{ select: { p: a }, applies: [{ kind: sysctl, name: vm.x, value: "2" }] }]';

/** A hole of 100 MB: it has the size and takes no room. The folder's name changes, so it is taken out of the text. */
const hugeFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'bad-inputs-'));
  try {
    const path = join(folder, 'huge.yaml');
    writeFileSync(path, '');
    truncateSync(path, 100 * 1024 * 1024);
    readDocument(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const told = (act: () => unknown) => textsOf(act).map((text) => text.replace(/\S*\/huge\.yaml/, 'huge.yaml'));

/** What came in, and every word that is said about it. */
const ROWS: readonly (readonly [name: string, act: () => unknown, told: readonly string[]])[] = [
  // cluster file
  [
    'cluster file: unknown key',
    () => cluster('inptus: {}'),
    [
      'clusters/demo.yaml:5:1: DOCUMENT_INVALID at inptus\n  unknown key "inptus"; allowed: apiVersion, components, criteria, gitops, inputs, kind, name, ownership, plugins, pools, shared\n  hint: did you mean inputs?',
    ],
  ],
  [
    'cluster file: unknown key in a pool',
    () => cluster('pools: { gpu: { taint: [] } }'),
    [
      'clusters/demo.yaml:5:17: DOCUMENT_INVALID at pools.gpu.taint\n  unknown key "taint"; allowed: acceptSettings, count, instanceType, labels, taints, tolerations\n  hint: did you mean taints?',
    ],
  ],
  [
    'cluster file: unknown pool',
    () => cluster('pools: { gpus: {} }'),
    [
      'clusters/demo.yaml:5:10: DOCUMENT_INVALID at pools.gpus\n  unknown key "gpus"; allowed: gpu, system\n  hint: did you mean gpu?',
    ],
  ],
  [
    'cluster file: wrong type: a number for a version',
    () => cluster('inputs: { kubernetes: 1.30 }'),
    [
      'clusters/demo.yaml:5:23: DOCUMENT_INVALID at inputs.kubernetes\n  got 1.3: expected string\n  hint: write it in quotes',
    ],
  ],
  [
    'cluster file: wrong type: a text for a number',
    () => cluster('pools: { gpu: { count: many } }'),
    ['clusters/demo.yaml:5:24: DOCUMENT_INVALID at pools.gpu.count\n  got "many": expected number'],
  ],
  [
    'cluster file: wrong type: a list for a map',
    () => cluster('components: []'),
    ['clusters/demo.yaml:5:1: DOCUMENT_INVALID at components\n  got []: expected record'],
  ],
  [
    'cluster file: wrong type: a component that is a text',
    () => cluster('components: { cert-manager: yes }'),
    ['clusters/demo.yaml:5:29: DOCUMENT_INVALID at components.cert-manager\n  got "yes": expected record'],
  ],
  [
    'cluster file: negative count',
    () => cluster('pools: { gpu: { count: -1 } }'),
    ['clusters/demo.yaml:5:24: DOCUMENT_INVALID at pools.gpu.count\n  got -1: Too small: expected number to be >=0'],
  ],
  [
    'cluster file: path traversal in the name',
    () => clusterAs('name: demo', 'name: ../../etc'),
    [
      'clusters/demo.yaml:3:7: DOCUMENT_INVALID at name\n  got "../../etc": a cluster name is lower-case letters, digits and dashes, 50 at most',
    ],
  ],
  [
    'cluster file: a name that is a path',
    () => clusterAs('name: demo', 'name: a/b'),
    [
      'clusters/demo.yaml:3:7: DOCUMENT_INVALID at name\n  got "a/b": a cluster name is lower-case letters, digits and dashes, 50 at most',
    ],
  ],
  [
    'cluster file: a name with capitals',
    () => clusterAs('name: demo', 'name: Demo'),
    [
      'clusters/demo.yaml:3:7: DOCUMENT_INVALID at name\n  got "Demo": a cluster name is lower-case letters, digits and dashes, 50 at most',
    ],
  ],
  [
    'cluster file: path traversal in the Git path',
    () => clusterAs('deployer: helm', 'deployer: helm, path: clusters/../../etc'),
    [
      'clusters/demo.yaml:4:33: DOCUMENT_INVALID at gitops.path\n  got "clusters/../../etc": a relative folder without `.` and `..`, and without slashes at its ends',
    ],
  ],
  [
    'cluster file: an absolute Git path',
    () => clusterAs('deployer: helm', 'deployer: helm, path: /etc'),
    [
      'clusters/demo.yaml:4:33: DOCUMENT_INVALID at gitops.path\n  got "/etc": a relative folder without `.` and `..`, and without slashes at its ends',
    ],
  ],
  [
    'cluster file: a password in the address of the repository',
    () => clusterAs('deployer: helm', 'deployer: helm, repoURL: "https://me:secret@git.example.com/x.git"'),
    [
      'clusters/demo.yaml:4:36: DOCUMENT_INVALID at gitops.repoURL\n  got "https://…@git.example.com/x.git": an address without a password: the tree is committed',
    ],
  ],
  [
    'cluster file: an address that is none',
    () => clusterAs('deployer: helm', 'deployer: helm, repoURL: ftp://x'),
    ['clusters/demo.yaml:4:36: DOCUMENT_INVALID at gitops.repoURL\n  got "ftp://x": https://…, ssh://… or git@…'],
  ],
  [
    'cluster file: no deployer',
    () => clusterAs('deployer: helm', 'options: {}'),
    ['clusters/demo.yaml:4:1: DOCUMENT_INVALID at gitops.deployer\n  is missing: expected string'],
  ],
  [
    'cluster file: unknown apiVersion',
    () => clusterAs('v1alpha1', 'v1beta1'),
    [
      'clusters/demo.yaml:1:13: VERSION_UNKNOWN at apiVersion\n  got "cns.dev/v1beta1"; allowed: cns.dev/v1alpha1\n  hint: did you mean cns.dev/v1alpha1?',
    ],
  ],
  [
    'cluster file: unknown kind',
    () => clusterAs('kind: Cluster', 'kind: Clusters'),
    [
      'clusters/demo.yaml:2:7: VERSION_UNKNOWN at kind\n  got "Clusters"; allowed: Cluster\n  hint: did you mean Cluster?',
    ],
  ],
  [
    'cluster file: no header',
    () => clusterAs('apiVersion: cns.dev/v1alpha1', 'a: b'),
    [
      'clusters/demo.yaml:1:1: VERSION_UNKNOWN at apiVersion\n  apiVersion is missing; allowed: cns.dev/v1alpha1\n  hint: write `apiVersion: cns.dev/v1alpha1`',
    ],
  ],
  [
    'cluster file: empty',
    () => cluster('', ''),
    ['clusters/demo.yaml:1:1: DOCUMENT_INVALID\n  expected a map, got nothing'],
  ],
  [
    'cluster file: a list',
    () => clusterWhole('- a'),
    ['clusters/demo.yaml:1:1: DOCUMENT_INVALID\n  expected a map, got a list'],
  ],
  [
    'cluster file: a mirror with a scheme',
    () => cluster('shared: { registryMirror: "https://m.example.com" }'),
    [
      'clusters/demo.yaml:5:27: DOCUMENT_INVALID at shared.registryMirror\n  got "https://m.example.com": a host, optionally with port and path, without https:// and without a slash at the end',
    ],
  ],
  [
    'cluster file: an owner that does not exist',
    () => cluster('ownership: { driver: nobody }'),
    [
      'clusters/demo.yaml:5:22: DOCUMENT_INVALID at ownership.driver\n  got "nobody"; allowed: operator, image, provider',
    ],
  ],
  [
    'cluster file: a page size that does not exist',
    () => cluster('inputs: { pageSizeKiB: 16 }'),
    ['clusters/demo.yaml:5:24: DOCUMENT_INVALID at inputs.pageSizeKiB\n  got 16; allowed: 4, 64'],
  ],
  [
    'cluster file: a toleration of everything',
    () => cluster('pools: { gpu: { tolerations: [{ operator: Exists }] } }'),
    ['clusters/demo.yaml:5:31: DOCUMENT_INVALID at pools.gpu.tolerations[0].key\n  is missing: expected string'],
  ],

  // criteria
  [
    'criteria: typo',
    () => cluster('criteria: { service: eks, accelerator: h10, os: ubuntu, intent: training }'),
    [
      'clusters/demo.yaml:5:40: QUERY_INVALID at criteria.accelerator\n  got "h10"; allowed: gb200, h100, h200, l4, l40s\n  hint: did you mean h100, h200?',
    ],
  ],
  [
    'criteria: an accelerator that is another',
    () => cluster('criteria: { service: eks, accelerator: gh200, os: ubuntu, intent: training }'),
    [
      'clusters/demo.yaml:5:40: QUERY_INVALID at criteria.accelerator\n  got "gh200"; allowed: gb200, h100, h200, l4, l40s\n  hint: did you mean gb200, h200, h100?',
    ],
  ],
  [
    'criteria: an operating system that was retired',
    () => cluster('criteria: { service: eks, accelerator: h100, os: al2, intent: training }'),
    ['clusters/demo.yaml:5:50: QUERY_INVALID at criteria.os\n  got "al2"; allowed: al2023, ubuntu'],
  ],
  [
    'criteria: a key of a prototype',
    () => cluster('criteria: { service: toString, accelerator: h100, os: ubuntu, intent: training }'),
    ['clusters/demo.yaml:5:22: QUERY_INVALID at criteria.service\n  got "toString"; allowed: eks, gke'],
  ],
  [
    'criteria: a combination that does not exist',
    () => cluster('criteria: { service: eks, accelerator: h200, os: al2023, intent: training }'),
    [
      'LEAF_UNKNOWN at criteria\n  no recipe for eks/h200/al2023/training: nobody has built it (the vendor)\n  hint: nearest: eks/gb200/ubuntu/training, eks/h100/ubuntu/training, eks/l4/al2023/inference, eks/h100/ubuntu/inference; `cnsctl recipe list` prints all',
    ],
  ],
  [
    'criteria: one missing',
    () => cluster('criteria: { service: eks, accelerator: h100, os: ubuntu }'),
    ['clusters/demo.yaml:5:1: DOCUMENT_INVALID at criteria.intent\n  is missing: expected string'],
  ],

  // choices
  [
    'choices: typo in an instance type',
    () => cluster('pools: { gpu: { instanceType: p5.48xlarg } }'),
    [
      'clusters/demo.yaml:5:31: DOCUMENT_INVALID at pools.gpu.instanceType\n  p5.48xlarg is no instance type of eks with h100 and ubuntu; allowed: p5.48xlarge, p5.4xlarge\n  hint: did you mean p5.48xlarge, p5.4xlarge?',
    ],
  ],
  [
    'choices: typo in a component taken out',
    () => cluster('components: { cert-manger: null }'),
    [
      'clusters/demo.yaml:5:15: DOCUMENT_INVALID at components.cert-manger\n  null deletes nothing: no layer sets this\n  hint: did you mean cert-manager?',
    ],
  ],
  [
    'choices: typo in a component that is added',
    () => synth('components: { cert-manger: {} }'),
    [
      'COMPONENT_UNKNOWN at components.cert-manger\n  no component "cert-manger"; known: cert-manager, charted, needs-a, other, simple\n  hint: did you mean cert-manager?',
    ],
  ],
  [
    'choices: typo in the component of a namespace',
    () => cluster('shared: { namespaces: { gpu-oprator: x } }'),
    [
      'clusters/demo.yaml:5:38: COMPONENT_UNKNOWN at shared.namespaces.gpu-oprator\n  no component "gpu-oprator" in this recipe; it has cert-manager, gpu-operator\n  hint: did you mean gpu-operator?',
    ],
  ],
  [
    'choices: typo in a setting that is accepted',
    () => cluster('pools: { gpu: { acceptSettings: [init-on-aloc-off] } }'),
    ['DOCUMENT_INVALID at pools.gpu.acceptSettings\n  no setting "init-on-aloc-off" asks for acceptance here'],
  ],
  [
    'choices: a driver of the image where the operator brings one',
    () => cluster('inputs: { driver: "590.1" }'),
    [
      'clusters/demo.yaml:5:19: DOCUMENT_INVALID at inputs.driver\n  got "590.1", which is the driver of an image or provider, and here the GPU Operator installs its own\n  hint: set components.gpu-operator.driver.version, or say in ownership.driver who brings it',
    ],
  ],
  [
    'choices: a Kubernetes version that a chart does not take',
    () => cluster('inputs: { kubernetes: "1.36" }'),
    [
      'base.yaml:13:7: CONSTRAINT_UNMET at constraints.kubernetes\n  kubernetes is 1.36, and must be >= 1.30 < 1.36:\n    base.yaml:13:7 wants >= 1.30 <= 1.35: because\n  hint: choose kubernetes >= 1.30 < 1.36',
    ],
  ],
  [
    'choices: latest as a chart version',
    () =>
      synth(
        'components: { charted: { chart: { repository: https://c.example.com, name: charted, version: latest }, namespace: n } }',
      ),
    [
      'PROPS_INVALID at components.charted.chart.version\n  got "latest": an exact version such as v1.21.1; ranges and `latest` are refused',
    ],
  ],
  [
    'choices: a range as a chart version',
    () =>
      synth(
        'components: { charted: { chart: { repository: https://c.example.com, name: charted, version: ^1.0.0 }, namespace: n } }',
      ),
    [
      'PROPS_INVALID at components.charted.chart.version\n  got "^1.0.0": an exact version such as v1.21.1; ranges and `latest` are refused',
    ],
  ],
  [
    'choices: a chart version that the construct does not know',
    () =>
      synth(
        'components: { charted: { chart: { repository: https://c.example.com, name: charted, version: 3.0.0 }, namespace: n } }',
      ),
    [
      'CONSTRAINT_UNMET at components.charted.chart.version\n  got 3.0.0; the construct was written for chart >= 1.0 < 2\n  hint: pin a version in that range, or extend the construct',
    ],
  ],
  [
    'choices: a namespace that is none',
    () => synth('components: { simple: { namespace: ../x } }'),
    [
      'PROPS_INVALID at components.simple.namespace\n  got "../x": a namespace is a DNS label: lower-case letters, digits and dashes, 63 at most',
    ],
  ],
  [
    'choices: a prop that does not exist',
    () => synth('components: { simple: { namespace: n, replicas: 3 } }'),
    [
      'PROPS_INVALID at components.simple.replicas\n  unknown key "replicas"; allowed: claims, cluster, namespace, values\n  hint: remove the key',
    ],
  ],
  [
    'choices: a context of its own',
    () => synth('components: { simple: { namespace: n, cluster: {} } }'),
    [
      'PROPS_INVALID at components.simple.cluster\n  is filled by the engine from the cluster file\n  hint: remove it; set shared, pools, inputs or ownership in the cluster file',
    ],
  ],

  // layers
  [
    'layers: unknown key',
    () => layer('match: {}\ncomponent: {}'),
    [
      'x.yaml:5:1: DOCUMENT_INVALID at component\n  unknown key "component"; allowed: aliases, apiVersion, bill, byHand, components, constraints, inputs, kind, match, notes, ownership, provided, requires, shared, summary, tuning, when\n  hint: did you mean components?',
    ],
  ],
  [
    'layers: unknown dimension',
    () => layer('match: { gpu: h100 }'),
    [
      'x.yaml:4:15: DOCUMENT_INVALID at match.gpu\n  unknown key "gpu"; allowed: accelerator, intent, os, platform, service\n  hint: remove the key',
    ],
  ],
  [
    'layers: a value with capitals',
    () => layer('match: { service: EKS }'),
    ['x.yaml:4:19: DOCUMENT_INVALID at match.service\n  got "EKS": lower-case letters, digits and dashes'],
  ],
  [
    'layers: an empty range',
    () => layer('match: {}\nconstraints: { kubernetes: { range: ">= 1.36 < 1.35", why: w, source: s } }'),
    [
      'x.yaml:5:37: DOCUMENT_INVALID at constraints.kubernetes.range\n  got ">= 1.36 < 1.35": a range such as `>= 1.34 < 1.36`; it must admit something',
    ],
  ],
  [
    'layers: a constraint without a reason',
    () => layer('match: {}\nconstraints: { kubernetes: { range: "1.35" } }'),
    [
      'x.yaml:5:16: DOCUMENT_INVALID at constraints.kubernetes.why\n  is missing: expected string',
      'x.yaml:5:16: DOCUMENT_INVALID at constraints.kubernetes.source\n  is missing: expected string',
    ],
  ],
  [
    'layers: a moving tag',
    () =>
      layer(
        'match: {}\nbill: { x: { git: { url: https://github.com/x/y, tag: main, commit: abc, path: ../x }, namespace: x, why: w, source: s } }',
      ),
    [
      'x.yaml:5:55: DOCUMENT_INVALID at bill.x.git.tag\n  got "main": a tag of a release; a branch moves',
      'x.yaml:5:69: DOCUMENT_INVALID at bill.x.git.commit\n  got "abc": a full commit id of 40 hex digits',
      'x.yaml:5:80: DOCUMENT_INVALID at bill.x.git.path\n  got "../x": a relative folder without `.` and `..`, and without slashes at its ends',
    ],
  ],
  [
    'layers: an unknown kind of setting',
    () =>
      layer(
        'match: {}\ntuning: { gpu: { settings: { x: { kind: sysctls, name: a, comparison: equals, value: "1", grade: S, why: w, tradeOff: t, source: s, verify: v } } } }',
      ),
    [
      'x.yaml:5:41: DOCUMENT_INVALID at tuning.gpu.settings.x.kind\n  got "sysctls"; allowed: kernel-argument, sysctl, huge-pages, module, module-blocklist, module-parameter, limit, governor, service, kubelet\n  hint: did you mean sysctl?',
    ],
  ],
  [
    'layers: a value of a setting that is a number',
    () =>
      layer(
        'match: {}\ntuning: { gpu: { settings: { x: { kind: sysctl, name: a, comparison: equals, value: 1, grade: S, why: w, tradeOff: t, source: s, verify: v } } } }',
      ),
    [
      'x.yaml:5:85: DOCUMENT_INVALID at tuning.gpu.settings.x.value\n  got 1: expected string\n  hint: write it in quotes',
    ],
  ],
  [
    'layers: a pool that does not exist',
    () => layer('match: {}\ntuning: { gpus: {} }'),
    ['x.yaml:5:11: DOCUMENT_INVALID at tuning.gpus\n  unknown pool "gpus"; allowed: gpu\n  hint: did you mean gpu?'],
  ],
  [
    'layers: a note on nothing',
    () => layer('match: {}\nnotes: { components.x: { why: w, source: s } }'),
    [
      'x.yaml:5:10: DOCUMENT_INVALID at notes["components.x"]\n  components.x is not set in this file\n  hint: name a path that this file sets',
    ],
  ],
  [
    'layers: inputs under a condition',
    () => layer('match: {}\nwhen: { region: x }\ninputs: { region: y }'),
    ['x.yaml:6:1: DOCUMENT_INVALID at inputs\n  a layer with `when` cannot set inputs: conditions rest on them'],
  ],
  [
    'layers: two that contradict',
    () =>
      world({
        'x.yaml': 'match: { service: eks }\ncomponents: { gpu-operator: { driver: { open: true } } }',
        'y.yaml': 'match: { accelerator: h100 }\ncomponents: { gpu-operator: { driver: { open: false } } }',
      }),
    [
      'y.yaml:5:47: RECIPE_CONFLICT at components.gpu-operator.driver.open\n  this file says false, x.yaml:5:47 says true, and neither overrides the other\n  hint: write a layer with match {service: eks, accelerator: h100} with the value that is right for both',
    ],
  ],
  [
    'layers: two that contradict, one above the other',
    () =>
      world({
        'x.yaml': 'match: { service: eks }\ncomponents: { gpu-operator: null }',
        'y.yaml': 'match: { accelerator: h100 }\ncomponents: { gpu-operator: { gdrcopy: false } }',
      }),
    [
      'y.yaml:5:40: RECIPE_CONFLICT at components.gpu-operator.gdrcopy\n  this file says false, x.yaml:5:15 says null for components.gpu-operator, and neither overrides the other\n  hint: write a layer with match {service: eks, accelerator: h100} with the value that is right for both',
    ],
  ],
  [
    'layers: one that takes out what another puts in',
    () =>
      world({
        'x.yaml': 'match: { service: eks }\ncomponents: { extra: null }',
        'y.yaml': 'match: { accelerator: h100 }\ncomponents: { extra: {} }',
      }),
    [
      'y.yaml:5:15: RECIPE_CONFLICT at components.extra\n  this file says {}, x.yaml:5:15 says null, and neither overrides the other\n  hint: write a layer with match {service: eks, accelerator: h100} with the value that is right for both',
    ],
  ],
  [
    'layers: constraints that leave nothing',
    () =>
      world({
        'x.yaml': 'match: { service: eks }\nconstraints: { driver: { range: ">= 590", why: a, source: s } }',
        'y.yaml': 'match: { os: ubuntu }\nconstraints: { driver: { range: < 590, why: b, source: s } }',
      }),
    [
      'CONSTRAINT_UNMET at constraints.driver\n  no version of driver is left:\n    x.yaml:5:16 wants >= 590: a\n    y.yaml:5:16 wants < 590: b\n  hint: take one of these components or layers out, or choose versions that agree',
    ],
  ],
  [
    'layers: settings that contradict',
    () => world({ 'x.yaml': setting('service: eks', '1'), 'y.yaml': setting('os: ubuntu', '2') }),
    [
      'y.yaml:5:30: RECIPE_CONFLICT at tuning.gpu.settings.x\n  this file says vm.x equals 2, x.yaml:5:30 says vm.x equals 1, and neither overrides the other\n  hint: write a layer that contains both matches with the value that is right for the pair',
    ],
  ],
  [
    'layers: a profile that applies another value',
    () => world({ 'x.yaml': setting('service: eks', '1'), 'y.yaml': PACKAGE, 'profiles/p.yaml': PROFILE }),
    [
      'TUNING_UNMATCHED at tuning.gpu.packages.tuned\n  tuned 1.0.0 sets sysctl vm.x to 2, and the recipe wants equals 1 (x)\n  hint: make the layer and the profile agree',
    ],
  ],
  [
    'layers: a profile of an unknown version',
    () => world({ 'y.yaml': PACKAGE }),
    [
      'TUNING_UNMATCHED at tuning.gpu.packages.tuned\n  no profile data for tuned 1.0.0; known: none\n  hint: write what it applies into recipes/profiles, from the package itself',
    ],
  ],
  [
    'layers: a condition that nobody can tell',
    () => world({ 'x.yaml': 'match: { service: eks }\nwhen: { kernel: ">= 6.8" }' }),
    [
      'DOCUMENT_INVALID at inputs.kernel\n  is missing: x.yaml applies only where {"kernel":">= 6.8"}\n  hint: give inputs.kernel in the cluster file',
    ],
  ],

  // leaves
  [
    'leaves: none',
    () => file('leaves/x.yaml', 'service: eks\nleaves: []'),
    ['leaves/x.yaml:4:1: DOCUMENT_INVALID at leaves\n  got []: Too small: expected array to have >=1 items'],
  ],
  [
    'leaves: a support level of its own',
    () =>
      file(
        'leaves/x.yaml',
        'service: eks\nleaves: [{ accelerator: h100, os: ubuntu, intents: [training], instanceTypes: [p5], support: tested, evidence: e, source: s }]',
      ),
    [
      'leaves/x.yaml:4:94: DOCUMENT_INVALID at leaves[0].support\n  got "tested"; allowed: synthesized, schema-checked, api-server-checked, hardware-validated',
    ],
  ],
  [
    'leaves: instances without a source',
    () => file('instances/x.yaml', 'service: eks\ninstances: { p5: { accelerator: h100, gpus: 8, machine: vm } }'),
    ['instances/x.yaml:4:14: DOCUMENT_INVALID at instances.p5.source\n  is missing: expected string'],
  ],

  // YAML
  ['YAML: tab', () => yaml('a:\n\tb: 1'), ['x.yaml:2:1: DOCUMENT_UNREADABLE\n  Tabs are not allowed as indentation']],
  [
    'YAML: duplicate key',
    () => yaml('a: 1\na: 2'),
    ['x.yaml:2:1: DOCUMENT_UNREADABLE\n  key a stands twice\n  hint: remove one'],
  ],
  [
    'YAML: alias',
    () => yaml('a: &x 1\nb: *x'),
    ['x.yaml:2:4: DOCUMENT_UNREADABLE\n  alias *x is not allowed\n  hint: write the value out'],
  ],
  [
    'YAML: alias bomb',
    () => yaml('a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]'),
    [
      'x.yaml:2:8: DOCUMENT_UNREADABLE\n  alias *a is not allowed\n  hint: write the value out',
      'x.yaml:2:12: DOCUMENT_UNREADABLE\n  alias *a is not allowed\n  hint: write the value out',
      'x.yaml:3:5: DOCUMENT_UNREADABLE\n  alias *b is not allowed\n  hint: write the value out',
      'x.yaml:3:9: DOCUMENT_UNREADABLE\n  alias *b is not allowed\n  hint: write the value out',
    ],
  ],
  [
    'YAML: merge key',
    () => yaml('a: { <<: { b: 1 } }'),
    ['x.yaml:1:6: DOCUMENT_UNREADABLE\n  key << is not allowed\n  hint: a key is a plain string'],
  ],
  [
    'YAML: second document',
    () => yaml('a: 1\n---\nb: 2'),
    [
      'x.yaml:2:1: DOCUMENT_UNREADABLE\n  a second document begins\n  hint: a file holds one document: remove what follows `---`',
    ],
  ],
  [
    'YAML: tag',
    () => yaml('a: !!binary aGk='),
    [
      'x.yaml:1:13: DOCUMENT_UNREADABLE\n  tag tag:yaml.org,2002:binary is not allowed\n  hint: write the value without it',
    ],
  ],
  [
    'YAML: key of a prototype',
    () => yaml('__proto__: { admin: true }'),
    ['x.yaml:1:1: DOCUMENT_UNREADABLE\n  key __proto__ is not allowed\n  hint: a key is a plain string'],
  ],
  [
    'YAML: key without a value',
    () => yaml('components:\n  nvsentinel:\n'),
    [
      'x.yaml:2:3: DOCUMENT_UNREADABLE\n  key nvsentinel has no value\n  hint: write null, {} or "" to say which is meant',
    ],
  ],
  [
    'YAML: octal number',
    () => yaml('mode: 0777'),
    [
      'x.yaml:1:7: DOCUMENT_UNREADABLE\n  number 0777 is octal to some readers\n  hint: write it without the zero, or in quotes',
    ],
  ],
  [
    'YAML: number that loses digits',
    () => yaml('account: 602401143452602401143452'),
    [
      'x.yaml:1:10: DOCUMENT_UNREADABLE\n  number 602401143452602401143452 cannot be held exactly\n  hint: write it in quotes',
    ],
  ],
  [
    'YAML: nested a hundred thousand deep',
    () => yaml('['.repeat(100_000)),
    ['x.yaml:1:101: DOCUMENT_UNREADABLE\n  nested more than 50 deep'],
  ],
  [
    'YAML: a file of 100 MB',
    () => hugeFile(),
    ['LIMIT_EXCEEDED\n  huge.yaml has 104857600 bytes; the limit is 5242880\n  hint: split the file'],
  ],

  // objects and values
  [
    'objects and values: dead value path',
    () => check(unit('a', [], { release: release({ driver: { verison: 'x' } }) })),
    [
      'VALUE_DEAD at components.a.values.driver.verison\n  no template of charted 1.2.3 reads driver.verison\n  hint: nearest: driver.version',
    ],
  ],
  [
    'objects and values: raw value that undoes a prop',
    () =>
      synth(
        'components: { charted: { chart: { repository: https://c.example.com, name: charted, version: 1.2.3 }, namespace: n, values: { driver: { version: x } } } }',
      ),
    [
      'VALUE_OWNED at components.charted.values.driver.version\n  the construct of charted sets driver.version itself\n  hint: set driver.version instead',
    ],
  ],
  [
    'objects and values: ring',
    () => ring(),
    [
      'DEPENDENCY_CYCLE at components.x\n  x → y → x: each waits for the next\n  hint: take one of these dependencies out',
    ],
  ],
  [
    'objects and values: missing dependency',
    () => synth('components: { needs-a: { namespace: n } }'),
    [
      'COMPONENT_CONFLICT at components.needs-a\n  needs-a needs simple, which is not in the recipe\n  hint: add simple, or take needs-a out',
    ],
  ],
  [
    'objects and values: two owners',
    () => synth('components: { simple: { namespace: n, claims: [nfd] }, other: { namespace: n, claims: [nfd] } }'),
    [
      'COMPONENT_CONFLICT at components.simple\n  simple and other both bring nfd: it exists once in a cluster\n  hint: take one of the two out',
    ],
  ],
  [
    'objects and values: missing namespace',
    () => check(unit('a', [configMap('x', { metadata: { name: 'x' } })])),
    [
      'MANIFEST_INVALID at components.a["ConfigMap x"].metadata.namespace\n  has no namespace\n  hint: give metadata.namespace',
    ],
  ],
  [
    'objects and values: a namespace that nobody makes',
    () => check(unit('a', [configMap('x', { metadata: { name: 'x', namespace: 'nowhere' } })])),
    [
      'MANIFEST_INVALID at components.a["ConfigMap nowhere/x"].metadata.namespace\n  nobody makes namespace nowhere\n  hint: use the namespace of a component',
    ],
  ],
  [
    'objects and values: duplicate object',
    () => check(unit('a', [configMap('x')]), unit('b', [configMap('x')])),
    [
      'OBJECT_DUPLICATE at components.b["ConfigMap n/x"]\n  ConfigMap n/x is emitted by a too\n  hint: an object has one owner: rename one or drop it',
    ],
  ],
  [
    'objects and values: unknown kind',
    () => check(unit('a', [{ ...configMap('x'), kind: 'ConfigMaps' }])),
    [
      'MANIFEST_INVALID at components.a["ConfigMaps n/x"]\n  no schema of v1 ConfigMaps is known\n  hint: add the kind to the upstream index',
    ],
  ],
  [
    'objects and values: secret in clear',
    () => check(unit('a', [], { release: release({ env: [{ name: 'NGC_API_KEY', value: 'nvapi-1' }] }) })),
    [
      'SECRET_IN_CLEAR at components.a.values.env[0].value\n  text of a secret stands in clear: the tree is committed\n  hint: refer to a Secret by name, and make that Secret outside the tree, e.g. with External Secrets',
    ],
  ],
  [
    'objects and values: Secret object with content',
    () => check(unit('a', [{ ...configMap('s'), kind: 'Secret', stringData: { a: 'b' } }])),
    [
      'SECRET_IN_CLEAR at components.a.Secret.s\n  a Secret object with its content stands in clear: the tree is committed\n  hint: refer to a Secret by name, and make that Secret outside the tree, e.g. with External Secrets',
    ],
  ],
  [
    'objects and values: images of another architecture',
    () =>
      check(
        unit('a', [], { images: [{ image: 'img', architectures: ['arm64'], nodeSide: true, source: 'the registry' }] }),
      ),
    [
      'CONTRACT_BROKEN at components.a\n  img is published for arm64 only (the registry), and the GPU nodes are amd64\n  hint: take a out, or choose an instance type of another architecture',
    ],
  ],
];

it.each(ROWS)('%s', (_, act, expected) => {
  expect(told(act)).toEqual(expected);
});

it('at least sixty kinds of bad input, each told once', () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(ROWS.map(([name]) => name)).size).toBe(ROWS.length);
});
