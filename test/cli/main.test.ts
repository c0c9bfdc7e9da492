import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.ts';
import { clusterYaml } from '../ops/small-engine.ts';
import { eksAccountOf } from '../pools/eks/account-of.ts';
import { type RunOptions, runCli, tempDir, words } from './run-cli.ts';

const { cwd, remove } = tempDir();
const cli = (line: string, options: Partial<RunOptions> = {}) => runCli(words(line), { cwd, ...options });

beforeAll(() => {
  mkdirSync(join(cwd, 'clusters'));
  writeFileSync(join(cwd, 'clusters/prod.yaml'), clusterYaml());
  writeFileSync(join(cwd, 'bad.yaml'), clusterYaml('bad', 'extra: 1\nplugins: 3\n'));
  writeFileSync(join(cwd, 'plugin.yaml'), clusterYaml('plug', 'plugins: [left-pad]\n'));
  writeFileSync(
    join(cwd, 'criteria.yaml'),
    'apiVersion: cns.dev/v1alpha1\nkind: Criteria\ncriteria: { service: eks, accelerator: h10, os: ubuntu, intent: training }\n',
  );
  writeFileSync(
    join(cwd, 'stack.yaml'),
    JSON.stringify({ config: { 'cloud-native-stack:account': eksAccountOf({ os: 'ubuntu', capacity: 'on-demand' }) } }),
  );
  writeFileSync(join(cwd, 'regional.yaml'), clusterYaml('regional', 'inputs: { region: us-east-2 }\n'));
  writeFileSync(join(cwd, 'no-stack.yaml'), 'config: {}\n');
  writeFileSync(join(cwd, 'target'), '');
  symlinkSync('target', join(cwd, 'link.yaml'));
});
afterAll(remove);

const EKS = '--service eks --gpu h100 --os ubuntu --intent training';

describe('every command, good', () => {
  it.each([
    ['recipe prod', 'kind: ResolvedRecipe'],
    [`recipe ${EKS}`, 'name: eks-h100-ubuntu-training'],
    [`recipe ${EKS} --format json`, '"kind": "ResolvedRecipe"'],
    [
      'recipe prod --format table',
      'COMPONENT                 VERSION  NAMESPACE\ncert-manager              v1.21.1  cert-manager\n',
    ],
    ['recipe --criteria criteria.yaml --accelerator h100', 'accelerator: h100'],
    ['recipe list', 'SERVICE  ACCELERATOR  OS'],
    ['recipe list --gpu l4 --format json', '"accelerator": "l4"'],
    ['query prod --selector components.gpu-operator.driver.version', '580.105.08\n'],
    ['query prod --selector components.gpu-operator.driver --format json', '{\n  "version": "580.105.08"\n}\n'],
    ['query prod --selector components.gpu-operator.cdi --set gpu-operator:cdi=false', 'false\n'],
    ['explain prod components.gpu-operator.driver.version', 'set by    small/h100.yaml:7:24'],
    ['explain clusters/prod.yaml components.gpu-operator.values.cdi.enabled --format json', '"kind": "computed"'],
    ['graph prod', 'graph LR\n'],
    [`graph ${EKS} --format dot`, 'digraph components {'],
    ['infra plan prod', 'names in angle brackets stand for what it knows'],
    ['infra plan prod', 'aws:eks/nodeGroup:NodeGroup'],
    ['infra plan regional.yaml --stack stack.yaml', 'Account: stack.yaml.'],
    ['infra plan prod --format json', '"driver": "operator"'],
    [`infra plan ${EKS} --format yaml`, 'service: eks\n'],
    ['infra plan prod --format mermaid', 'subgraph gpu-pool'],
    ['infra check prod', 'Nodes and tree fit each other.\n'],
    ['infra check regional.yaml --format json --stack stack.yaml', '"problems": []'],
    ['schema', 'KIND'],
    ['schema Cluster', '"$schema": "https://json-schema.org/draft/2020-12/schema"'],
    ['schema Layer --format yaml', 'title: Layer'],
    ['completion zsh', '#compdef cnsctl'],
    ['config show', 'found: false'],
    ['config init --output -', 'kind: Config'],
    ['help exit-codes', 'USAGE'],
    ['help recipe list', 'Usage: cnsctl recipe list'],
    ['init --output - --deployer helm --service eks --gpu h100 --os jammy --intent training', '  os: ubuntu\n'],
    ['--version', '0.1.0\n'],
  ])('%s', async (line, expected) => {
    const { status, out, err } = await cli(line);
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain(expected);
  });
});

describe('every command, bad', () => {
  it.each<[string, number, string]>([
    ['syth', 64, "USAGE\n  unknown command 'syth'\n  hint: did you mean synth?\n"],
    ['synth --chek', 64, "USAGE\n  unknown option '--chek'\n  hint: did you mean --check?\n"],
    ['synth --check --force', 64, "option '--check' cannot be used with option '--force'"],
    [
      'synth pord',
      2,
      'DOCUMENT_UNREADABLE\n  no cluster "pord" in clusters/; there are prod\n  hint: did you mean prod?\n',
    ],
    ['synth bad.yaml', 2, 'bad.yaml:13:8: DOCUMENT_INVALID at extra\n  unknown key "extra"; allowed: '],
    [
      'synth plugin.yaml',
      4,
      'plugin.yaml:13:11: PLUGIN_REFUSED at plugins[0]\n  plugin.yaml wants to run the code of package "left-pad"\n  hint: allow it with --allow-plugins when you trust the package\n',
    ],
    ['synth plugin.yaml --allow-plugins', 4, 'PLUGIN_REFUSED\n  plugin "left-pad" is not installed in '],
    [
      'synth prod --set gpu-operator:driver.versoin=1',
      3,
      '--set: PROPS_INVALID at components.gpu-operator.driver.versoin\n  unknown key "versoin"',
    ],
    ['synth prod --set gpu-operatr:cdi=true', 3, '--set: COMPONENT_UNKNOWN at components.gpu-operatr\n'],
    ['synth prod --set nonsense', 64, '--set: USAGE\n  "nonsense" is not component:path=value\n'],
    [
      'recipe --service ekz',
      2,
      '--service: QUERY_INVALID at criteria.service\n  got "ekz"; allowed: eks, gke\n  hint: did you mean eks, gke?\n--accelerator: QUERY_INVALID at criteria.accelerator\n  is missing; allowed: h100, l4\n',
    ],
    [
      'recipe --service gke --gpu h100 --os ubuntu --intent training',
      3,
      'LEAF_UNKNOWN at criteria\n  no recipe for gke/h100/ubuntu/training',
    ],
    ['recipe --criteria criteria.yaml', 2, 'criteria.yaml:3:40: QUERY_INVALID at criteria.accelerator\n  got "h10"'],
    [
      'recipe prod --gpu l4',
      64,
      'USAGE\n  --accelerator cannot be given beside the cluster "prod": its file says what they say\n',
    ],
    ['recipe prod --format xml', 64, 'Allowed choices are yaml, json, table.'],
    [`recipe ${EKS} --nodes many`, 64, 'It is not a whole number.'],
    [
      `recipe ${EKS} --kubernetes new`,
      2,
      '--kubernetes: DOCUMENT_INVALID at inputs.kubernetes\n  got "new": a version such as 1.34.2',
    ],
    [`recipe ${EKS} --instance-type g6.xlarge`, 2, '--instance-type: DOCUMENT_INVALID at pools.gpu.instanceType\n'],
    [
      'infra plan prod --stack no-stack.yaml',
      2,
      'no-stack.yaml:1:1: ACCOUNT_INVALID at config\n  has no cloud-native-stack:account',
    ],
    ['infra plan prod --stack missing.yaml', 2, 'DOCUMENT_UNREADABLE'],
    ['infra plna prod', 64, "unknown command 'plna'"],
    ['recipe list --nodes 3', 64, "unknown option '--nodes'\n  hint: see `cnsctl recipe list --help`"],
    ['recipe list --gpu h10', 2, '--accelerator: QUERY_INVALID at criteria.accelerator\n'],
    ['query prod', 64, "required option '--selector <path>' not specified"],
    [
      'query prod --selector components.gpu-operator.driver.versoin',
      3,
      'did you mean components.gpu-operator.driver.version?',
    ],
    ['explain', 64, "missing required argument 'cluster'"],
    [
      'explain prod components.gpu-operator.values.driver.versoin',
      3,
      'did you mean components.gpu-operator.values.driver.version?',
    ],
    ['explain nowhere.yaml', 2, 'cannot be read: it does not exist'],
    ['bundle --recipe prod', 64, "required option '-o, --output <folder>' not specified"],
    ['bundle --recipe prod --output / --deployer helm', 4, 'PATH_REFUSED'],
    [
      'bundle --recipe prod --deployer argo --output b',
      2,
      '--deployer: DOCUMENT_INVALID at gitops.deployer\n  got "argo"; allowed: argocd, flux, helm',
    ],
    ['verify nowhere', 2, 'DOCUMENT_UNREADABLE'],
    [
      'schema Clstr',
      64,
      "'Clstr' is invalid for argument 'kind'. Allowed choices are Cluster, Criteria, Config, Layer, Leaves, Instances, Profiles, Channels, ResolvedRecipe, Snapshot.\n  hint: did you mean Cluster?\n",
    ],
    ['completion tcsh', 64, 'Allowed choices are bash, zsh, fish.'],
    [
      'init x --service eks --gpu h100 --os ubuntu --intent training',
      2,
      '--repo: DOCUMENT_INVALID at gitops.repoURL\n  is missing: argocd reads the tree from Git\n  hint: give --repo; nothing is made up in its place\n',
    ],
    ['help nothing', 64, 'cnsctl has no "nothing"'],
    ['help exit-code', 64, 'did you mean exit-codes?'],
    ['recipe prod --output link.yaml', 4, 'PATH_REFUSED at link.yaml\n  link.yaml is a symbolic link\n'],
    ['recipe prod --output clusters', 4, 'clusters is a folder'],
  ])('%s', async (line, status, expected) => {
    const ran = await cli(line);
    expect(ran.err).toContain(expected);
    expect([ran.status, ran.out]).toEqual([status, '']);
  });
});

it('without a command prints help where errors go, and says that the line is off', async () => {
  const { status, out, err } = await cli('');
  expect([status, out]).toEqual([64, '']);
  expect(err).toContain('Usage: cnsctl [options] [command]');
});

it('eidos is the same program under its own name', async () => {
  expect((await cli('synth --help', { name: 'eidos' })).out).toContain('Usage: eidos synth');
  expect((await cli('synth --help', { name: 'eidos' })).out).not.toContain('cnsctl');
  expect((await cli('completion bash', { name: 'eidos.js' })).out).toContain('complete -F _eidos eidos');
});

describe('problems as JSON', () => {
  it.each([
    [
      'recipe bad.yaml --format json',
      [
        ['DOCUMENT_INVALID', { file: 'bad.yaml', line: 14, column: 10 }],
        ['DOCUMENT_INVALID', { file: 'bad.yaml', line: 13, column: 8 }],
      ],
    ],
    [
      'recipe --service ekz --gpu h100 --os ubuntu --intent training --format=json',
      [['QUERY_INVALID', { flag: '--service' }]],
    ],
    ['recipe --nonsense --format json', [['USAGE', undefined]]],
  ])('%s', async (line, expected) => {
    const { err, out } = await cli(line);
    const { problems } = JSON.parse(err) as { problems: { code: string; source: unknown }[] };
    expect(problems.map(({ code, source }) => [code, source])).toEqual(expected);
    expect(out).toBe('');
  });
});

describe('colours', () => {
  const ESCAPE = '\x1b[31mUSAGE\x1b[0m';
  it.each([
    ['on a terminal', { tty: true }, true],
    ['not in a pipe', { tty: false }, false],
    ['not with NO_COLOR', { tty: true, env: { NO_COLOR: '1' } }, false],
    ['with an empty NO_COLOR, as its page says', { tty: true, env: { NO_COLOR: '' } }, true],
    ['not on a dumb terminal', { tty: true, env: { TERM: 'dumb' } }, false],
  ])('%s', async (_, options, coloured) => {
    const { err } = await cli('syth', options);
    expect(err.includes(ESCAPE)).toBe(coloured);
    expect(err.includes('\x1b')).toBe(coloured);
  });
});

describe('a bug', () => {
  const broken = async (args: string[]) => {
    const err: string[] = [];
    const streams = { stdout: { write: () => {} }, stderr: { write: (text: string) => err.push(text) }, env: {}, cwd };
    const status = await run(['node', 'cnsctl', ...args], streams, async () => {
      throw new TypeError('x is not a function');
    });
    return { status, err: err.join('') };
  };

  it('says so, without a stack', async () => {
    expect(await broken(['recipe', 'list'])).toEqual({
      status: 70,
      err: 'cnsctl: x is not a function\n  this is a bug. Run again with --debug for the stack, and report it with the command line.\n',
    });
  });

  it('shows its stack with --debug, wherever that stands', async () => {
    for (const args of [
      ['--debug', 'recipe', 'list'],
      ['recipe', 'list', '--debug'],
    ]) {
      const { status, err } = await broken(args);
      expect([status, err.includes('main.test.ts')]).toEqual([70, true]);
    }
  });
});

it('takes problems of another copy of the error class for what they are', async () => {
  const err: string[] = [];
  const streams = { stdout: { write: () => {} }, stderr: { write: (text: string) => err.push(text) }, env: {}, cwd };
  const status = await run(['node', 'cnsctl', 'recipe', 'list'], streams, async () => {
    throw Object.assign(new Error('m'), { name: 'CnsError', problems: [{ code: 'PROPS_INVALID', message: 'theirs' }] });
  });
  expect([status, err.join('')]).toEqual([3, 'PROPS_INVALID\n  theirs\n']);
});
