import { describe, expect, it } from 'vitest';
import { NODE_IMAGES, nodeImage } from '../../../src/pools/aks/node-image.ts';

describe('node-pools.md 5.3: what osSKU means moves with Kubernetes', () => {
  it.each`
    os              | osVersion    | kubernetes  | sku
    ${'ubuntu'}     | ${'24.04'}   | ${'1.34.2'} | ${undefined}
    ${'ubuntu'}     | ${'24.04'}   | ${'1.35'}   | ${'Ubuntu'}
    ${'ubuntu'}     | ${'24.04'}   | ${'1.37.0'} | ${'Ubuntu'}
    ${'ubuntu'}     | ${'24.04'}   | ${'1.38.0'} | ${undefined}
    ${'ubuntu'}     | ${'22.04'}   | ${'1.34.2'} | ${'Ubuntu'}
    ${'ubuntu'}     | ${'22.04'}   | ${'1.35.5'} | ${undefined}
    ${'ubuntu'}     | ${undefined} | ${'1.35.5'} | ${'Ubuntu'}
    ${'azurelinux'} | ${'3.0'}     | ${'1.31.0'} | ${undefined}
    ${'azurelinux'} | ${'3.0'}     | ${'1.32.0'} | ${'AzureLinux'}
    ${'azurelinux'} | ${'2.0'}     | ${'1.35.5'} | ${undefined}
    ${'flatcar'}    | ${undefined} | ${'1.35.5'} | ${undefined}
  `('$os $osVersion with Kubernetes $kubernetes is $sku', ({ os, osVersion, kubernetes, sku }) => {
    expect(nodeImage({ os, osVersion }, kubernetes)?.osSKU).toBe(sku);
  });

  it('has one image at most for a system and a version of Kubernetes', () => {
    for (const os of new Set(NODE_IMAGES.map((image) => image.os)))
      for (let minor = 20; minor < 45; minor++)
        expect(
          NODE_IMAGES.filter(({ os: its, kubernetes: [first, last] }) => its === os && first <= minor && minor <= last)
            .length,
        ).toBeLessThan(2);
  });
});
