import type { Deployer } from '../contract/deployer.ts';
import type { Bundle, ComponentManifests } from '../contract/manifests.ts';
import { PHASES } from '../contract/phase.ts';
import { toYaml } from '../deploy/yaml.ts';
import { type PlainMap } from '../plain.ts';
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
    checkByHand(bundle),
    'The files here are generated: change the cluster file or a layer and synthesize again. `recipe.lock.yaml` names the layer of every value, `checksums.txt` covers every file (`sha256sum --check checksums.txt`, or `cnsctl verify`).',
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function heading({ name, query, instance, inputs, leaf }: ResolvedRecipe, deployer: Deployer): string {
  const facts: (readonly string[])[] = [
    ['criteria', formatQuery(query)],
    ['support level', leaf ? `${leaf.support}: ${leaf.evidence}` : 'generic: no leaf of the catalog, nothing was checked for this combination'],
    ...(instance ? [['GPU nodes', `${instance.name}: ${instance.gpus} × ${instance.accelerator}, ${instance.architecture}, ${instance.machine}, fabric ${instance.fabric}${instance.fabricInterfaces > 0 ? ` (${instance.fabricInterfaces} interfaces)` : ''}`]] : []),
    ...Object.entries(inputs).map(([key, value]) => [key, String(value)]),
    ['deployer', deployer.title],
  ];
  return `# ${name}\n\n${table(['what', 'value'], facts)}`;
}

/** What must exist before the tree is applied: pull secrets, referenced secrets, what the provider brings. */
function beforehand({ provided, context }: ResolvedRecipe, { units }: Bundle): string {
  const secrets = units.flatMap(({ component, namespace, release }) => referencedSecrets(release?.values ?? {}).map((name) => ({ component, namespace, name })));
  const lines = [
    ...context.pullSecrets.map((name) => `- Pull secret \`${name}\` in each namespace below: \`kubectl -n NAMESPACE create secret docker-registry ${name} …\`.`),
    ...secrets.map(({ component, namespace, name }) => `- Secret \`${name}\` in namespace \`${namespace}\`, for ${component}. Make it outside this tree, e.g. with External Secrets; nothing secret is printed here.`),
    ...Object.entries(provided).map(([claim, { why }]) => `- The provider brings \`${claim}\`: ${why}`),
  ];
  return lines.length === 0 ? '' : `## Beforehand\n\n${lines.join('\n')}`;
}

/** Names of Secrets that values refer to by the usual key. */
function referencedSecrets(values: PlainMap): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (key === 'existingSecret' && typeof value === 'string' && value !== '') return [value];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? referencedSecrets(value as PlainMap) : [];
  });
}

const versionOf = ({ release, git }: ComponentManifests): string => release?.version ?? git?.tag ?? 'manifests';

const row = (unit: ComponentManifests): string[] => [String(unit.wave), unit.component, versionOf(unit), unit.namespace, unit.dependsOn.join(', ')];

function mermaid(units: readonly ComponentManifests[]): string {
  const edges = units.flatMap(({ component, dependsOn }) => dependsOn.map((before) => `  ${before} --> ${component}`));
  const alone = units.filter(({ component, dependsOn }) => dependsOn.length === 0 && !units.some((other) => other.dependsOn.includes(component))).map(({ component }) => `  ${component}`);
  return `\`\`\`mermaid\ngraph LR\n${[...alone, ...edges].join('\n')}\n\`\`\``;
}

function details(unit: ComponentManifests, { components }: ResolvedRecipe): string {
  const { component, title, summary, homepage, release, git, objects, readiness } = unit;
  const { chart: _chart, git: _git, namespace: _namespace, values: _values, ...props } = components[component] ?? {};
  const steps = PHASES.flatMap((phase) => {
    const own = objects[phase].map(({ kind, metadata }) => `${kind} \`${metadata.name}\``);
    if (phase === 'main' && release) own.unshift(`Helm chart \`${release.name}\` ${release.version} from \`${release.repository}\`, release \`${release.release}\``);
    if (phase === 'main' && git) own.unshift(`\`${git.path}\` of ${git.url} at ${git.tag} (\`${git.commit}\`)`);
    return own.length === 0 ? [] : [`${phase === 'main' ? 'Install' : phase === 'before' ? 'First' : 'Then'}: ${own.join(', ')}.`];
  });
  const ready = readiness.map((r) => `${r.kind} \`${r.namespace ? `${r.namespace}/` : ''}${r.name}\`${r.field ? ` with ${r.field.path} = ${r.field.ready}` : ''}${r.needsNodes ? ' (once GPU nodes have joined)' : ''}`);
  const options = Object.keys(props).length === 0 ? 'No option is set for this cluster: the construct\'s defaults apply.' : `Options set for this cluster, under \`components.${component}\`:\n\n\`\`\`yaml\n${toYaml(props).trimEnd()}\n\`\`\``;
  return `### ${title}\n\n${summary} [Documentation](${homepage}).\n\n${steps.map((step, i) => `${i + 1}. ${step}`).join('\n')}\n\n${ready.length > 0 ? `Ready when: ${ready.join(', ')}.\n\n` : ''}${options}`;
}

function constraintSection({ constraints }: ResolvedRecipe): string {
  if (constraints.length === 0) return '';
  const rows = constraints.map(({ subject, range, value, state, sources }) => [subject, range, value ?? 'known on the node', state, sources.map((s) => s.why).join('; ')]);
  return `## Constraints\n\n${table(['what', 'must be', 'is', 'state', 'because'], rows)}`;
}

function checkByHand({ units }: Bundle): string {
  const lines = units
    .flatMap(({ readiness }) => readiness.filter((r) => r.needsNodes))
    .map((r) => {
      const group = r.apiVersion.includes('/') ? `.${r.apiVersion.split('/')[0]}` : '';
      const place = r.namespace ? ` --namespace ${r.namespace}` : '';
      return `- \`kubectl get ${r.kind.toLowerCase()}${group} ${r.name}${place}\`${r.field ? `: ${r.field.path} is \`${r.field.ready}\`` : ''}`;
    });
  return lines.length === 0 ? '' : `## Check by hand\n\nThe deployer does not wait for these, because they need GPU nodes:\n\n${lines.join('\n')}`;
}
