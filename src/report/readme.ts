import type { Deployer } from '../contract/deployer.ts';
import type { Bundle, ComponentManifests } from '../contract/manifests.ts';
import { PHASES } from '../contract/phase.ts';
import { toYaml } from '../deploy/yaml.ts';
import { isPlainMap, type PlainMap } from '../plain.ts';
import { formatQuery } from '../recipe/query.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';
import { table } from './markdown.ts';
import { tuningSection } from './readme-tuning.ts';

export interface ReadmeInput {
  readonly recipe: ResolvedRecipe;
  readonly bundle: Bundle;
  readonly deployer: Deployer;
}

/** The README of one tree: what it installs, in which order, how to hand it over, and what a person must do or check. */
export function readmeOf({ recipe, bundle, deployer }: ReadmeInput): string {
  const sections = [
    heading(recipe, deployer),
    `## Hand it over\n\n${deployer.handOver(bundle).trim()}`,
    beforehand(recipe, bundle),
    `## Components\n\n${table(['wave', 'component', 'version', 'namespace', 'after'], bundle.units.map(row))}`,
    `## Order\n\nAn arrow points at what comes later.\n\n${mermaid(bundle.units)}`,
    `## Each component\n\n${bundle.units.map((unit) => details(unit, recipe)).join('\n\n')}`,
    tuningSection(recipe),
    constraintSection(recipe),
    checkByHand(recipe, bundle),
    'The files here are generated: change the cluster file or a layer and synthesize again. `recipe.lock.yaml` names the layer of every value, `checksums.txt` covers every file (`sha256sum --check checksums.txt`, or `cnsctl verify`).',
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function heading({ name, query, instance, inputs, leaf }: ResolvedRecipe, deployer: Deployer): string {
  const facts: (readonly string[])[] = [
    ['criteria', formatQuery(query)],
    [
      'support level',
      leaf
        ? `${leaf.support}: ${leaf.evidence}`
        : 'generic: no leaf of the catalog, nothing was checked for this combination',
    ],
    ...(instance
      ? [
          [
            'GPU nodes',
            `${instance.name}: ${instance.gpus} × ${instance.accelerator}, ${instance.architecture}, ${instance.machine}, fabric ${instance.fabric}${instance.fabricInterfaces > 0 ? ` (${instance.fabricInterfaces} interfaces)` : ''}`,
          ],
        ]
      : []),
    ...Object.entries(inputs).map(([key, value]) => [key, String(value)]),
    ['deployer', deployer.title],
  ];
  return `# ${name}\n\n${table(['what', 'value'], facts)}`;
}

/** What must exist before the tree is applied: pull secrets, referenced secrets, what the provider brings. */
function beforehand({ provided, byHand, context }: ResolvedRecipe, { units }: Bundle): string {
  const secrets = units.flatMap(({ component, namespace, release }) =>
    referencedSecrets(release?.values ?? {}).map((secret) => secretLine(secret, component, namespace)),
  );
  const lines = [
    ...context.pullSecrets.map(
      (name) =>
        `- Pull secret \`${name}\` in each namespace below: \`kubectl -n NAMESPACE create secret docker-registry ${name} …\`.`,
    ),
    ...secrets,
    ...Object.values(byHand)
      .filter(({ when }) => when === 'before')
      .map(({ why, source }) => `- ${why} (${source})`),
    ...Object.entries(provided).map(([claim, { why }]) => `- The provider brings \`${claim}\`: ${why}`),
  ];
  return lines.length === 0 ? '' : `## Beforehand\n\n${lines.join('\n')}`;
}

interface ReferencedSecret {
  readonly name: string;
  /** Keys that the chart reads in it. */
  readonly keys: readonly string[];
}

/** Secrets that values refer to by the usual key; the keys inside stand beside it as `userKey`, `passwordKey` and the like. */
function referencedSecrets(values: PlainMap): ReferencedSecret[] {
  const { existingSecret } = values;
  const keys = Object.entries(values).flatMap(([key, value]) =>
    key.endsWith('Key') && typeof value === 'string' ? [value] : [],
  );
  const own = typeof existingSecret === 'string' && existingSecret !== '' ? [{ name: existingSecret, keys }] : [];
  return [...own, ...Object.values(values).flatMap((value) => (isPlainMap(value) ? referencedSecrets(value) : []))];
}

function secretLine({ name, keys }: ReferencedSecret, component: string, namespace: string): string {
  const literals = keys.map((key) => ` --from-literal=${key}=…`).join('');
  return `- Secret \`${name}\` in namespace \`${namespace}\`${keys.length > 0 ? ` with ${keys.map((key) => `\`${key}\``).join(' and ')}` : ''}, for ${component}: \`kubectl -n ${namespace} create secret generic ${name}${literals}\`, or External Secrets. Without it the component does not become ready; nothing secret is printed here.`;
}

const versionOf = ({ release, git }: ComponentManifests): string => release?.version ?? git?.tag ?? 'manifests';

const row = (unit: ComponentManifests): string[] => [
  String(unit.wave),
  unit.component,
  versionOf(unit),
  unit.namespace,
  unit.dependsOn.join(', '),
];

function mermaid(units: readonly ComponentManifests[]): string {
  const edges = units.flatMap(({ component, dependsOn }) => dependsOn.map((before) => `  ${before} --> ${component}`));
  const alone = units
    .filter(
      ({ component, dependsOn }) =>
        dependsOn.length === 0 && !units.some((other) => other.dependsOn.includes(component)),
    )
    .map(({ component }) => `  ${component}`);
  return `\`\`\`mermaid\ngraph LR\n${[...alone, ...edges].join('\n')}\n\`\`\``;
}

function details(unit: ComponentManifests, { components }: ResolvedRecipe): string {
  const { component, title, summary, homepage, release, git, objects, readiness } = unit;
  const { chart: _chart, git: _git, namespace: _namespace, values: _values, ...props } = components[component] ?? {};
  const steps = PHASES.flatMap((phase) => {
    const own = objects[phase].map(({ kind, metadata }) => `${kind} \`${metadata.name}\``);
    if (phase === 'main' && release)
      own.unshift(
        `Helm chart \`${release.name}\` ${release.version} from \`${release.repository}\`, release \`${release.release}\``,
      );
    if (phase === 'main' && git) own.unshift(`\`${git.path}\` of ${git.url} at ${git.tag} (\`${git.commit}\`)`);
    return own.length === 0
      ? []
      : [`${phase === 'main' ? 'Install' : phase === 'before' ? 'First' : 'Then'}: ${own.join(', ')}.`];
  });
  const ready = readiness.map(
    (r) =>
      `${r.kind} \`${r.namespace ? `${r.namespace}/` : ''}${r.name}\`${r.field ? ` with ${r.field.path} = ${r.field.ready}` : ''}${r.needsNodes ? ' (once GPU nodes have joined)' : ''}`,
  );
  const options =
    Object.keys(props).length === 0
      ? "No option is set for this cluster: the construct's defaults apply."
      : `Options set for this cluster, under \`components.${component}\`:\n\n\`\`\`yaml\n${toYaml(props).trimEnd()}\n\`\`\``;
  return `### ${title}\n\n${summary} [Documentation](${homepage}).\n\n${steps.map((step, i) => `${i + 1}. ${step}`).join('\n')}\n\n${ready.length > 0 ? `Ready when: ${ready.join(', ')}.\n\n` : ''}${options}`;
}

function constraintSection({ constraints }: ResolvedRecipe): string {
  if (constraints.length === 0) return '';
  const rows = constraints.map(({ subject, range, value, state, sources }) => [
    subject,
    range,
    value ?? 'known on the node',
    state,
    sources.map((s) => s.why).join('; '),
  ]);
  return `## Constraints\n\n${table(['what', 'must be', 'is', 'state', 'because'], rows)}`;
}

function checkByHand({ byHand }: ResolvedRecipe, { units }: Bundle): string {
  const people = Object.values(byHand)
    .filter(({ when }) => when === 'after')
    .map(({ why, source }) => `- ${why} (${source})`);
  const nodes = units
    .flatMap(({ readiness }) => readiness.filter((r) => r.needsNodes))
    .map((r) => {
      const group = r.apiVersion.includes('/') ? `.${r.apiVersion.split('/')[0]}` : '';
      const place = r.namespace ? ` --namespace ${r.namespace}` : '';
      return `- \`kubectl get ${r.kind.toLowerCase()}${group} ${r.name}${place}\`${r.field ? `: ${r.field.path} is \`${r.field.ready}\`` : ''}`;
    });
  const waiting =
    nodes.length === 0
      ? []
      : [`The deployer does not wait for these, because they need GPU nodes:\n\n${nodes.join('\n')}`];
  const looked = people.length === 0 ? [] : [people.join('\n')];
  const parts = [...looked, ...waiting];
  return parts.length === 0 ? '' : `## Check by hand\n\n${parts.join('\n\n')}`;
}
