import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { h100, kubeSnapshot, system } from '../snapshot/a-cluster.ts';
import { runCli, tempDir, words } from './run-cli.ts';

const { cwd, remove } = tempDir();
const cli = (line: string) => runCli(words(line), { cwd });

const EKS = { server: { version: 'v1.34.2-eks-3025e55' } };

beforeAll(() => {
  const write = (name: string, value: unknown) => writeFileSync(join(cwd, name), JSON.stringify(value));
  write('s.yaml', kubeSnapshot({ a: h100, b: h100, c: system }, EKS));
  write('unsure.yaml', kubeSnapshot({ a: { ...h100, providerId: 'gce://p/z/n' } }, EKS));
  write('old.yaml', kubeSnapshot({ a: h100 }, { server: { version: 'v1.30.1-eks-3025e55' } }));
  write('cluster.yaml', { apiVersion: 'cns.dev/v1alpha1', kind: 'Cluster' });
});
afterAll(remove);

describe('recipe --snapshot', () => {
  it('prints the recipe of that cluster on the standard output, and what it was found by on the standard error', async () => {
    const { status, out, err } = await cli('recipe --snapshot s.yaml --intent training');
    expect(status).toBe(0);
    expect(out).toContain('name: eks-h100-ubuntu-training\n');
    expect(out).toContain('instanceType: p5.48xlarge\n');
    expect(out).toContain('kubernetes: "1.34.2"\n');
    expect(err).toMatch(/^Found in s\.yaml:\nSUBJECT +VALUE +HOW +FROM\nservice +eks +certain +/);
    expect(err).toContain('measurements.k8s.server.version is "v1.34.2-eks-3025e55"');
    expect(err).toMatch(/\nintent +training +given +--intent\n/);
    expect(err).toMatch(/\ncount +2 +certain +/);
    expect(err).toMatch(
      /\npageSizeKiB +- +not shown +the snapshot does not say; the collector os was not run; left to the recipe, or to --page-size-kib\n/,
    );
  });

  it('prints what `bundle` takes, which resolves to the same', async () => {
    const first = await cli('recipe --snapshot s.yaml --intent training --output recipe.yaml');
    const again = await cli('recipe recipe.yaml --format json');
    expect([first.status, first.out, again.status, again.err]).toEqual([0, '', 0, '']);
    expect(JSON.parse(again.out)).toMatchObject({ instanceType: 'p5.48xlarge', gpuNodes: { count: 2 } });
  });

  it('writes no control characters of a snapshot to the terminal', async () => {
    const clear = '\u001b[2J';
    const node = { ...h100, kernel: `6.14.0-1018${clear}` };
    writeFileSync(join(cwd, 'escape.yaml'), JSON.stringify(kubeSnapshot({ a: node }, EKS)));
    const { status, err } = await cli('recipe --snapshot escape.yaml --intent training');
    expect(status).toBe(0);
    expect(err).toContain('6.14.0-1018?[2J');
    expect(err).not.toContain('\u001b');
  });

  it('takes flags before what it finds, and says so', async () => {
    const { status, out, err } = await cli(
      'recipe --snapshot unsure.yaml --intent training --service eks --format json',
    );
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ criteria: { service: 'eks' } });
    expect(err).toMatch(/\nservice +eks +given +--service; the snapshot shows eks \(certain/);
  });

  it('refuses to guess, names every piece of evidence and the flags that decide', async () => {
    const { status, out, err } = await cli('recipe --snapshot unsure.yaml');
    expect([status, out]).toEqual([3, '']);
    expect(err).toContain('--service: CRITERIA_UNSURE at criteria.service\n');
    expect(err).toContain('the snapshot shows more than one');
    expect(err).toContain('"v1.34.2-eks-3025e55"');
    expect(err).toContain('"gce://"');
    expect(err).toContain('hint: give --service eks or --service gke\n');
    expect(err).toContain('hint: give --intent inference or --intent training\n');
  });

  it('gives problems as JSON where the output is, with nothing beside them', async () => {
    const { err } = await cli('recipe --snapshot unsure.yaml --format json');
    const { problems } = JSON.parse(err) as { problems: { path: string }[] };
    expect(problems.map(({ path }) => path)).toEqual(['criteria.service', 'criteria.intent']);
  });

  it('tells which file a value came from that a recipe does not admit', async () => {
    const { status, err } = await cli('recipe --snapshot old.yaml --intent training');
    expect(status).toBe(3);
    expect(err).toContain('CONSTRAINT_UNMET');
    expect(err).toContain('1.30.1');
  });

  it('takes what the config says where the snapshot does not', async () => {
    mkdirSync(join(cwd, 'home/.config/cnsctl'), { recursive: true });
    const config = 'apiVersion: cns.dev/v1alpha1\nkind: Config\ndefaults: { intent: inference, service: gke }\n';
    writeFileSync(join(cwd, 'home/.config/cnsctl/config.yaml'), config);
    const { status, out, err } = await cli('recipe --snapshot s.yaml');
    writeFileSync(join(cwd, 'home/.config/cnsctl/config.yaml'), 'apiVersion: cns.dev/v1alpha1\nkind: Config\n');
    expect(status).toBe(0);
    expect(out).toContain('name: eks-h100-ubuntu-inference\n');
    expect(err).toMatch(/\nintent +inference +not shown +\S+config\.yaml\n/);
  });

  it.each<[string, number, string]>([
    ['recipe prod --snapshot s.yaml', 64, '--snapshot cannot be given beside "prod"'],
    ['recipe --criteria c.yaml --snapshot s.yaml', 64, '--snapshot cannot be given beside "c.yaml"'],
    ['recipe --snapshot cluster.yaml', 2, 'VERSION_UNKNOWN at kind'],
    ['recipe --snapshot nowhere.yaml', 2, 'nowhere.yaml'],
    ['recipe --snapshot s.yaml --intent treining', 2, 'did you mean training?'],
  ])('%s ends with %i', async (line, expected, text) => {
    const { status, err } = await cli(line);
    expect(status).toBe(expected);
    expect(err).toContain(text);
  });
});
