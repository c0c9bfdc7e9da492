import { describe, expect, it } from 'vitest';
import { systemOfImage, systemOfRelease } from '../../../src/snapshot/find/system.ts';

describe('/etc/os-release', () => {
  it.each([
    [
      { ID: 'ubuntu', VERSION_ID: '24.04' },
      { os: 'ubuntu', version: '24.04' },
    ],
    [
      { ID: 'amzn', VERSION_ID: '2023' },
      { os: 'al2023', version: '2023' },
    ],
    [
      { ID: 'amzn', VERSION_ID: '2' },
      { os: 'al2', version: '2' },
    ],
    [
      { ID: 'bottlerocket', VERSION_ID: '1.40.0', VARIANT_ID: 'aws-k8s-1.34-nvidia' },
      { os: 'bottlerocket', version: '1.40.0' },
    ],
    [
      { ID: 'cos', VERSION_ID: '121' },
      { os: 'cos', version: '121' },
    ],
    [
      { ID: 'azurelinux', VERSION_ID: '3.0' },
      { os: 'azurelinux', version: '3.0' },
    ],
    [
      { ID: 'azurelinux', VERSION_ID: '3.0', VARIANT: 'OS Guard' },
      { os: 'azurelinux-osguard', version: '3.0' },
    ],
    [
      { ID: 'mariner', VERSION_ID: '2.0' },
      { os: 'mariner', version: '2.0' },
    ],
    [
      { ID: 'ol', VERSION_ID: '8.10' },
      { os: 'oraclelinux', version: '8.10' },
    ],
    [
      { ID: 'talos', VERSION_ID: 'v1.11.0' },
      { os: 'talos', version: 'v1.11.0' },
    ],
    [{ ID: 'arch' }, { os: 'arch' }],
    [{}, undefined],
    [{ ID: '' }, undefined],
    [JSON.parse('{"__proto__":{"ID":"ubuntu"}}'), undefined],
  ])('%j', (release, expected) => {
    expect(systemOfRelease(release)).toEqual(expected);
  });
});

describe('osImage of a node', () => {
  it.each([
    ['Ubuntu 24.04.2 LTS', { os: 'ubuntu', version: '24.04' }],
    ['Amazon Linux 2023.8.20250707', { os: 'al2023', version: '2023' }],
    ['Amazon Linux 2', { os: 'al2', version: '2' }],
    ['Bottlerocket OS 1.40.0 (aws-k8s-1.34-nvidia)', { os: 'bottlerocket', version: '1.40.0' }],
    ['Container-Optimized OS from Google', { os: 'cos' }],
    ['Microsoft Azure Linux 3.0', { os: 'azurelinux', version: '3.0' }],
    ['Microsoft Azure Linux 3.0 OS Guard', { os: 'azurelinux-osguard' }],
    ['CBL-Mariner/Linux', { os: 'mariner' }],
    ['Oracle Linux Server 8.10', { os: 'oraclelinux', version: '8.10' }],
    ['Red Hat Enterprise Linux CoreOS 418.94', { os: 'rhcos' }],
    ['Red Hat Enterprise Linux 9.4 (Plow)', { os: 'rhel', version: '9.4' }],
    ['Talos (v1.11.0)', { os: 'talos' }],
    ['Flatcar Container Linux by Kinvolk 4081.2.0', { os: 'flatcar' }],
    ['Not Ubuntu 24.04', undefined],
    ['Kubuntu 24.04', undefined],
    ['', undefined],
  ])('%s', (image, expected) => {
    expect(systemOfImage(image)).toEqual(expected);
  });
});
