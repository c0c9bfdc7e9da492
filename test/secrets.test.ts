import { expect, it } from 'vitest';
import { formatPath } from '../src/path.ts';
import { secretPaths } from '../src/secrets.ts';

it.each<[string, unknown, string[]]>([
  ['a password by its key', { auth: { password: 'x' } }, ['auth.password']],
  ['a variable by its name', { env: [{ name: 'NGC_API_KEY', value: 'x' }] }, ['env[0].value']],
  ['an address with a password', { proxy: 'http://me:pass@proxy:3128' }, ['proxy']],
  ['a private key', { tls: ['-----BEGIN RSA PRIVATE KEY-----\nabc'] }, ['tls[0]']],
  ['every one of several', { token: 'a', deep: { clientSecret: 'b' } }, ['token', 'deep.clientSecret']],
  ['the name of a Secret', { existingSecret: 'x', passwordKey: 'y', imagePullSecrets: ['z'] }, []],
  ['a variable from a Secret', { env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }] }, []],
  ['an empty one', { password: '' }, []],
  ['an address without a password', { url: 'https://example.com:443/a@b' }, []],
])('%s', (_, value, paths) => {
  expect(secretPaths(value).map(formatPath)).toEqual(paths);
});
