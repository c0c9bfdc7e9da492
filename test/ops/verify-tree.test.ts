import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diskPorts } from '../../src/io/ports.ts';
import { synthCluster } from '../../src/ops/synth-cluster.ts';
import { verifyTree } from '../../src/ops/verify-tree.ts';
import { cluster, smallEngine } from './small-engine.ts';

it('a tree is as it was written until somebody touches it', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'cns-verify-'));
  try {
    const io = diskPorts({ cwd, stdin: () => '' });
    io.writeTree({ root: 'dist', name: 'prod', files: synthCluster(smallEngine, { document: cluster() }).files });
    expect(verifyTree(io, 'dist/prod')).toEqual({ ok: true, changed: [], missing: [], unlisted: [] });
    writeFileSync(join(cwd, 'dist/prod/README.md'), 'mine');
    writeFileSync(join(cwd, 'dist/prod/more.yaml'), '');
    rmSync(join(cwd, 'dist/prod/recipe.lock.yaml'));
    expect(verifyTree(io, 'dist/prod')).toEqual({
      ok: false,
      changed: ['README.md'],
      missing: ['recipe.lock.yaml'],
      unlisted: ['more.yaml'],
    });
  } finally {
    rmSync(cwd, { recursive: true });
  }
});
