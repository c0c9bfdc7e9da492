import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toYaml } from '../../src/deploy/yaml.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { compileInfra } from '../../src/ops/compile-infra.ts';
import { accountOfStack } from '../../src/ops/stack-file.ts';
import { COMPILERS } from '../../src/pools/compilers.ts';
import type { PlannedResource } from '../../src/pools/resource.ts';
import { queriesOf } from '../../src/recipe/leaf.ts';
import { infraText } from '../../src/report/infra.ts';
import { infraDiagram } from '../../src/report/infra-diagram.ts';
import { documentOf, engine } from '../samples.ts';
import { referred } from './graph.ts';

/** `GOLDEN_UPDATE=1` writes them anew: then read the diff. */
const UPDATE = process.env.GOLDEN_UPDATE === '1';
const FOLDER = 'test/pools/golden';
const stacks = readdirSync('.').flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
const read = (file: string) => parseYaml(readFileSync(file, 'utf8'), file);

/** The whole of a sample as a person reviews it: every resource with its arguments, first-boot files, where settings go. */
function golden(name: string, text: string): void {
  const file = `${FOLDER}/${name}`;
  if (UPDATE) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '', `${file}: GOLDEN_UPDATE=1, and read the diff`).toBe(text);
}

describe.each(stacks)('%s', (name) => {
  const stack = read(`Pulumi.${name}.yaml`);
  const { config } = stack.value as { config: Record<string, string> };
  const { plan, compiled } = compileInfra(
    engine,
    { document: read(config['cloud-native-stack:cluster'] ?? '') },
    accountOfStack(stack),
  );
  if (!compiled) throw new Error('nothing was compiled');

  it('is of the cluster that its name says', () => {
    expect(plan.cluster).toBe(name);
  });

  it('makes exactly this', () => {
    const { resources, ...rest } = JSON.parse(JSON.stringify(compiled));
    golden(`${name}.yaml`, toYaml({ resources, ...rest }));
  });

  it('is drawn with every kind of resource, and told in words without gaps', () => {
    const diagram = infraDiagram(compiled);
    for (const { type } of compiled.resources) expect(diagram).toContain(`"${type.split(':').at(-1)}`);
    const text = infraText({ plan, compiled }, `Pulumi.${name}.yaml`);
    for (const { name: resource } of compiled.resources) expect(text).toContain(resource);
    expect(text).not.toMatch(/undefined|\[object|[ \t]\n|\n\n\n/);
    golden(`${name}.txt`, text);
  });
});

/** One resource as a line: name, type, protection, and what it needs. */
function lineOf({ name, type, args, options }: PlannedResource): string {
  const needs = [...new Set([...referred(args), ...(options.dependsOn ?? [])])].sort();
  return [name, type, ...(options.protect ? ['protected'] : []), ...(needs.length > 0 ? ['<-', ...needs] : [])].join(
    ' ',
  );
}

describe.each(Object.keys(COMPILERS))('the graph of resources of every machine on %s', (service) => {
  const graphs = engine.catalog.leaves
    .filter((leaf) => leaf.service === service)
    .flatMap((leaf) => leaf.instanceTypes.map((instanceType) => ({ leaf, instanceType })))
    .map(({ leaf, instanceType }) => {
      const [query] = queriesOf(leaf);
      if (!query) throw new Error('a leaf without an intent');
      const one = { leaf, query, instanceType, name: '' };
      const { compiled, notMade } = compileInfra(engine, { document: documentOf(one) });
      const lines = compiled?.resources.map(lineOf) ?? [`not made: ${notMade?.[0]?.message}`];
      return { title: `${instanceType} with ${leaf.os}, ${query.intent}`, lines };
    });

  it('is this', () => {
    const made = graphs.filter(({ lines }) => lines.length > 1);
    const common = (made[0]?.lines ?? []).filter((line) => made.every(({ lines }) => lines.includes(line)));
    const own = graphs.map(({ title, lines }) => [`# ${title}`, ...lines.filter((line) => !common.includes(line))]);
    golden(
      `graphs-${service}.txt`,
      `${[['# every machine', ...common], ...own].map((part) => part.join('\n')).join('\n\n')}\n`,
    );
  });
});

it('there is a stack for every sample cluster of a cloud', () => {
  const clusters = readdirSync('clusters').map((file) => file.replace(/\.yaml$/, ''));
  expect(stacks).toEqual(clusters.filter((cluster) => !cluster.startsWith('onprem-')).sort());
});
