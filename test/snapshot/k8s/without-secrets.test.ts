import { expect, it } from 'vitest';
import { secretPaths } from '../../../src/secrets.ts';
import { LEFT_OUT, withoutSecrets } from '../../../src/snapshot/k8s/without-secrets.ts';

const policy = {
  driver: { version: '580.126.20', env: [{ name: 'HTTPS_PROXY', value: 'http://me:pass@proxy:3128' }] },
  toolkit: {
    env: [
      { name: 'NGC_API_KEY', value: 'nvapi-1' },
      { name: 'MODE', value: 'cdi' },
    ],
  },
};

it('leaves out what may be a secret, and nothing else', () => {
  expect(withoutSecrets(policy)).toEqual({
    driver: { version: '580.126.20', env: [{ name: 'HTTPS_PROXY', value: LEFT_OUT }] },
    toolkit: {
      env: [
        { name: 'NGC_API_KEY', value: LEFT_OUT },
        { name: 'MODE', value: 'cdi' },
      ],
    },
  });
});

it('changes nothing of what it was given, and hands on what has no secret', () => {
  const before = JSON.stringify(policy);
  withoutSecrets(policy);
  expect(JSON.stringify(policy)).toBe(before);
  const plain = { state: 'ready' };
  expect(withoutSecrets(plain)).toBe(plain);
});

it('what it writes in place is not a secret by its look', () => {
  expect(secretPaths([LEFT_OUT])).toEqual([]);
});
