import fc from 'fast-check';
import { expect, it } from 'vitest';
import { proxyOf } from '../../../src/io/kube/proxy-of.ts';

const PROXY = 'http://proxy:3128';

it.each`
  address                     | noProxy                   | proxied
  ${'https://api.acme.com'}   | ${''}                     | ${true}
  ${'https://api.acme.com'}   | ${'*'}                    | ${false}
  ${'https://api.acme.com'}   | ${'api.acme.com'}         | ${false}
  ${'https://api.acme.com'}   | ${'acme.com'}             | ${false}
  ${'https://acme.com'}       | ${'.acme.com'}            | ${true}
  ${'https://api.acme.com'}   | ${'*.acme.com'}           | ${false}
  ${'https://api.acme.com'}   | ${'me.com'}               | ${true}
  ${'https://api.acme.com'}   | ${'other, ACME.com '}     | ${false}
  ${'https://api.acme.com'}   | ${'acme.com:443'}         | ${false}
  ${'https://api.acme.com'}   | ${'acme.com:6443'}        | ${true}
  ${'https://10.1.2.3:6443'}  | ${'10.0.0.0/8'}           | ${false}
  ${'https://10.1.2.3:6443'}  | ${'10.2.0.0/16,10.1.2.3'} | ${false}
  ${'https://10.1.2.3:6443'}  | ${'10.2.0.0/16'}          | ${true}
  ${'https://10.1.2.3:6443'}  | ${'10.0.0.0/99'}          | ${true}
  ${'https://[fd00::1]:6443'} | ${'fd00::/8'}             | ${false}
  ${'https://[fd00::1]:6443'} | ${'[fd00::1]:6443'}       | ${false}
  ${'https://[fd00::1]:6443'} | ${'fd00::1'}              | ${false}
  ${'https://127.0.0.1:6443'} | ${''}                     | ${false}
  ${'https://localhost'}      | ${''}                     | ${false}
  ${'https://[::1]:6443'}     | ${''}                     | ${false}
`('$address with NO_PROXY=$noProxy is proxied: $proxied', ({ address, noProxy, proxied }) => {
  expect(proxyOf(new URL(address), { HTTPS_PROXY: PROXY, NO_PROXY: noProxy })).toBe(proxied ? PROXY : undefined);
});

it('reads the variable of the scheme, in large or small letters, and adds what a proxy lacks', () => {
  expect(proxyOf(new URL('http://a'), { HTTPS_PROXY: PROXY })).toBeUndefined();
  expect(proxyOf(new URL('http://a'), { http_proxy: 'proxy:1' })).toBe('http://proxy:1');
  expect(proxyOf(new URL('https://a'), { https_proxy: 'socks5://proxy:1' })).toBe('socks5://proxy:1');
});

it('takes any text as NO_PROXY', () => {
  fc.assert(
    fc.property(fc.string(), (noProxy) => {
      expect([undefined, PROXY]).toContain(
        proxyOf(new URL('https://a.b:1'), { HTTPS_PROXY: PROXY, NO_PROXY: noProxy }),
      );
    }),
    { numRuns: 200 },
  );
});
