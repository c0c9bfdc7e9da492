import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toYaml } from '../../src/deploy/yaml.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { compileInfra } from '../../src/ops/compile-infra.ts';
import { accountOfStack } from '../../src/ops/stack-file.ts';
import { infraText } from '../../src/report/infra.ts';
import { infraDiagram } from '../../src/report/infra-diagram.ts';
import { engine } from '../samples.ts';

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
  });
});

it('there is a stack for every sample cluster of a cloud', () => {
  const clusters = readdirSync('clusters').map((file) => file.replace(/\.yaml$/, ''));
  expect(stacks).toEqual(clusters.filter((cluster) => !cluster.startsWith('onprem-')).sort());
});
