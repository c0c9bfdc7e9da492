import { expect, it } from 'vitest';
import type { FileContent } from '../../src/contract/deployer.ts';
import { printTree } from '../../src/deploy/print-tree.ts';

const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

it('prints objects by the one printer and leaves text as it stands', () => {
  const files = new Map<string, FileContent>([
    ['a.sh', '#!/bin/sh\n'],
    ['b.yaml', map('b')],
    ['c.yaml', [map('c'), map('d')]],
    ['d.yaml', []],
  ]);
  expect(Object.fromEntries(printTree(files))).toEqual({
    'a.sh': '#!/bin/sh\n',
    'b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n',
    'c.yaml': expect.stringMatching(/name: c\n---\napiVersion: v1/),
    'd.yaml': '',
  });
});
