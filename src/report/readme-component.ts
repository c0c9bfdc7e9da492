import type { Component } from '../contract/component.ts';
import type { ComponentManifests } from '../contract/manifests.ts';
import { PHASES } from '../contract/phase.ts';
import { toYaml } from '../deploy/yaml.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';
import { optionNames } from './option-names.ts';

/** The chart's version, the tag of a Git source, or `manifests`. */
export const versionOf = ({ release, git }: ComponentManifests): string => release?.version ?? git?.tag ?? 'manifests';

/** One component in the README: how it is installed, when it is ready, its options. */
export function componentSection(
  unit: ComponentManifests,
  { components }: ResolvedRecipe,
  definition: Component | undefined,
): string {
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
  const others = definition ? optionNames(definition) : [];
  return `### ${title}\n\n${summary} [Documentation](${homepage}).\n\n${steps.map((step, i) => `${i + 1}. ${step}`).join('\n')}\n\n${ready.length > 0 ? `Ready when: ${ready.join(', ')}.\n\n` : ''}${options}${others.length > 0 ? `\n\nOptions: ${others.map((name) => `\`${name}\``).join(', ')}.` : ''}`;
}
