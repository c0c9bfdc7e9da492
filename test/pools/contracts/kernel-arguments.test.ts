import { expect, it } from 'vitest';
import { bootArguments } from '../../../src/pools/contracts/kernel-arguments.ts';
import { bottlerocketUserData } from '../../../src/pools/eks/bottlerocket.ts';
import { shellLines } from '../../../src/pools/first-boot/shell.ts';
import type { PlannedSetting } from '../../../src/pools/plan.ts';
import { plannedSetting } from '../planned-setting.ts';
import { sampleInput } from './inputs.ts';

const { compiled, ...EKS } = sampleInput('eks-h100-training');

const setting = (kind: PlannedSetting['kind'], name: string, value: string): PlannedSetting =>
  plannedSetting({ id: name, kind, name, value, reboot: true });

const settings = [setting('kernel-argument', 'iommu', 'pt'), setting('kernel-argument', 'pci=realloc', 'off')];

const read = (text: string) => {
  if (!compiled) throw new Error('no resources');
  const firstBoot = [{ name: 'gpu', pool: 'gpu', format: 'shell', text } as const];
  return bootArguments({ ...EKS, compiled: { ...compiled, firstBoot } }).map(({ value }) => value);
};

it.each(['grub', 'grubby'] as const)('reads what a first-boot script adds by %s', (loader) => {
  const huge = setting('huge-pages', '2M', '5128');
  expect(read(shellLines([...settings, huge], loader).join('\n')).sort()).toEqual([
    'hugepages=5128',
    'hugepagesz=2M',
    'iommu=pt',
    'pci=realloc=off',
  ]);
});

it('reads the same of a script inside a cloud-config', () => {
  const text = shellLines(settings, 'grub').map((line) => `      ${line}`);
  expect(read(['#cloud-config', 'write_files:', ...text].join('\n')).sort()).toEqual(['iommu=pt', 'pci=realloc=off']);
});

it('reads the table of Bottlerocket', () => {
  expect(read(bottlerocketUserData(settings).text).sort()).toEqual(['iommu=pt', 'pci=realloc=off']);
});

it('reads nothing where nothing is set', () => {
  expect(read('#!/bin/bash\necho "no arguments"\n')).toEqual([]);
});
