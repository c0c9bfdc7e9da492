import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/errors.ts';
import { secretProblems } from '../../src/synth/check-secrets.ts';
import { configMap, release, unit } from './unit.ts';

const inValues = (values: Record<string, unknown>) =>
  secretProblems([], [unit('a', [], { release: release(values) })]).map((p) => p.path);

describe('values that are secrets', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ grafana: { adminPassword: 'x' } }, 'grafana.adminPassword'],
    [{ PASSWORD: 'x' }, 'PASSWORD'],
    [{ apiKey: 'x' }, 'apiKey'],
    [{ 'api-key': 'x' }, 'api-key'],
    [{ auth: { token: 'x' } }, 'auth.token'],
    [{ secretAccessKey: 'x' }, 'secretAccessKey'],
    [{ passphrase: 'x' }, 'passphrase'],
    [{ credentials: ['x'] }, 'credentials[0]'],
    [{ proxy: 'http://user:pw@proxy:3128' }, 'proxy'],
    [{ cert: '-----BEGIN RSA PRIVATE KEY-----\nabc' }, 'cert'],
    [{ env: [{ name: 'NGC_API_KEY', value: 'nvapi-1' }] }, 'env[0].value'],
  ])('%j', (values, path) => {
    expect(inValues(values)).toEqual([`components.a.values.${path}`]);
  });
});

describe('values that are none', () => {
  it.each([
    [{ existingSecret: 'grafana', passwordKey: 'password', userKey: 'user' }],
    [{ existingSecretKey: 'password' }],
    [{ automountServiceAccountToken: true }],
    [{ password: '' }],
    [{ maxTokens: '5', tokenTtl: '5m' }],
    [
      {
        env: [
          { name: 'API_KEY', valueFrom: { secretKeyRef: { name: 'x', key: 'y' } } },
          { name: 'LOG', value: 'debug' },
        ],
      },
    ],
    [{ url: 'https://example.com:8080/a@b' }],
    [{ imagePullSecrets: [{ name: 'ngc' }] }],
  ])('%j', (values) => {
    expect(inValues(values)).toEqual([]);
  });
});

it('a Secret object with its content', () => {
  const secret = (more: object) => ({ component: 'a', object: { ...configMap('s', more), kind: 'Secret' } });
  expect(secretProblems([secret({ stringData: { a: 'b' } })], []).map(formatProblem)).toEqual([
    'SECRET_IN_CLEAR at components.a.Secret.s\n  a Secret object with its content stands in clear: the tree is committed\n  hint: refer to a Secret by name, and make that Secret outside the tree, e.g. with External Secrets',
  ]);
  expect(secretProblems([secret({ data: {} })], [])).toEqual([]);
});

it('text of a secret in another object', () => {
  expect(
    secretProblems([{ component: 'a', object: configMap('x', { data: { token: 'abc' } }) }], []).map((p) => p.path),
  ).toEqual(['components.a["ConfigMap x"].data.token']);
});
