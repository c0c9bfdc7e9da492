import type { Component } from '../contract/component.ts';
import type { Deployer } from '../contract/deployer.ts';
import type { Bundle, ComponentManifests } from '../contract/manifests.ts';
import { formatQuery } from '../recipe/query.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';
import { table } from './markdown.ts';
import { checkByHand } from './readme-by-hand.ts';
import { componentSection, versionOf } from './readme-component.ts';
import { prerequisites } from './readme-prerequisites.ts';
import { tuningSection } from './readme-tuning.ts';

export interface ReadmeInput {
  readonly recipe: ResolvedRecipe;
  readonly bundle: Bundle;
  readonly deployer: Deployer;
  /** Every component that could be in the recipe: their options are listed. */
  readonly registry: ReadonlyMap<string, Component>;
}

/** The README of one tree: what it installs, in which order, how to hand it over, and what a person must do or check. */
export function readmeOf({ recipe, bundle, deployer, registry }: ReadmeInput): string {
  const sections = [
    heading(recipe, deployer),
    `## Hand it over\n\n${deployer.handOver(bundle).trim()}`,
    prerequisites(recipe, bundle),
    `## Components\n\n${table(['wave', 'component', 'version', 'namespace', 'after'], bundle.units.map(row))}`,
    `## Order\n\nAn arrow points at what comes later.\n\n${mermaid(bundle.units)}`,
    `## Each component\n\n${bundle.units.map((unit) => componentSection(unit, recipe, registry.get(unit.component))).join('\n\n')}`,
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

function constraintSection({ constraints }: ResolvedRecipe): string {
  if (constraints.length === 0) return '';
  const rows = constraints.map(({ subject, range, value, state, sources }) => [
    subject,
    range,
    value ?? 'known on the node',
    state,
    [...new Set(sources.map((s) => s.why))].join(' '),
  ]);
  return `## Constraints\n\n${table(['what', 'must be', 'is', 'state', 'because'], rows)}`;
}
