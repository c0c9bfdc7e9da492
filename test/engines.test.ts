import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
import { toYaml } from '../src/deploy/yaml.ts';
import { helmBinary, kubectlBinary } from './deploy/real-binaries.ts';
import { SAMPLES, sample } from './samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cnsctl-engines-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function write(root: string, files: ReadonlyMap<string, string>): string {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Runs a real binary with a home of its own: nothing of this machine's configuration is read. */
const run = (binary: string, args: readonly string[]): string =>
  execFileSync(binary, args, { encoding: 'utf8', env: { HOME: scratch, PATH: '/usr/bin:/bin' }, maxBuffer: 64e6 });

describe('kubectl kustomize makes of every folder that Flux applies exactly our objects', () => {
  it.each(SAMPLES)('%s', (name) => {
    const { files } = sample(name, 'flux');
    const root = write(join(scratch, name), files);
    const folders = [...files.keys()]
      .filter((path) => path.endsWith('/kustomization.yaml'))
      .map((path) => dirname(path));
    expect(folders.length).toBeGreaterThan(15);
    for (const folder of folders) {
      const ours = [...files]
        .filter(([path]) => dirname(path) === folder && !path.endsWith('/kustomization.yaml'))
        .map(([, text]) => load(text));
      const built = loadAll(run(kubectlBinary(), ['kustomize', join(root, folder)]));
      expect(sorted(built), folder).toEqual(sorted(ours));
    }
  });
});

const sorted = (objects: readonly unknown[]): string[] =>
  objects.map((object) => JSON.stringify(canonical(object))).sort();

/** Keys in one order: kustomize sorts them. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item)]));
}

describe('Helm reads the values that we meant', () => {
  const chart = write(
    join(scratch, 'dump'),
    new Map([
      ['Chart.yaml', 'apiVersion: v2\nname: dump\nversion: 1.0.0\n'],
      ['values.yaml', ''],
      ['templates/values.yaml', 'values: {{ .Values | toJson }}\n'],
    ]),
  );
  const rendered = (values: string): unknown => {
    const file = join(scratch, 'values.yaml');
    writeFileSync(file, values);
    const [document] = loadAll(run(helmBinary(), ['template', 'dump', chart, '--values', file])) as {
      values: unknown;
    }[];
    return document?.values;
  };

  it.each(SAMPLES)('%s, every values file', (name) => {
    const { files, bundle } = sample(name, 'helm');
    const released = bundle.units.filter(({ release }) => release && Object.keys(release.values).length > 0);
    expect(released.length).toBeGreaterThan(9);
    for (const { component, release } of released) {
      const text = files.get(`values/${component}.yaml`);
      expect(rendered(text ?? ''), component).toEqual(JSON.parse(JSON.stringify(release?.values)));
    }
  });

  it('keeps texts that look like something else, and numbers that are numbers', () => {
    const values = {
      country: 'NO',
      octal: '0777',
      grouped: '1_000',
      time: '12:30:45',
      exponent: '1e3',
      version: '1.30',
      empty: '',
      tilde: '~',
      number: 1000000,
      share: 0.25,
      big: 9007199254740991,
      truth: true,
      lines: 'a\n b\n\nc\n',
      'key.with/signs': { y: 'n' },
      list: ['on', 'off', { yes: 'no' }],
    };
    expect(rendered(toYaml(values))).toEqual(values);
  });
});
