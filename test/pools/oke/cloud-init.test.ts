import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { shown } from '../../../src/pools/expression.ts';
import { type OkeCase, WITH_FIRMWARE } from './account-of.ts';
import { okeCompiled } from './compiled.ts';

const root = mkdtempSync(join(tmpdir(), 'cns-cloud-init-'));
afterAll(() => rmSync(root, { recursive: true }));

/** What cloud-init's own schema says against a file: nothing where it is right. */
function complaints(text: string): string {
  const file = join(root, 'user-data');
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync('cloud-init', ['schema', '--config-file', file], { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}` || 'cloud-init did not run';
}

const installed = spawnSync('cloud-init', ['--version']).status === 0;

const CASES: readonly OkeCase[] = [
  {},
  { accelerator: 'l40s', os: 'oraclelinux', instanceType: 'BM.GPU.L40S.4' },
  { account: WITH_FIRMWARE },
];

it.each(CASES)('cloud-init takes what system and GPU nodes start with: %j', (one) => {
  if (!installed) {
    console.log('skipped: cloud-init is not installed');
    return;
  }
  const texts = okeCompiled(one).firstBoot.map(({ text }) => shown(text));
  expect(texts.map(complaints)).toEqual(['', '']);
  // It does read them: a key that it does not know, in the same file, is refused.
  expect(complaints(texts[0]?.replace('    owner:', '    owners:') ?? '')).toMatch(/owners/);
});
