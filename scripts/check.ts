import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

/**
 * Everything that CI checks, one step after the other; a failing step does not keep the others from running.
 *
 * The last line counts: every test of the test runner, and every other step as one.
 */
const REPORT = '.cache/tests.json';
const node = process.execPath;

const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format and lint', node, 'node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.'],
  ['types', node, 'node_modules/typescript-7/bin/tsc', '--project', 'tsconfig.json'],
  [
    'import rules',
    node,
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    'src',
    'constructs',
    'stacks',
    '--config',
    '.dependency-cruiser.mjs',
  ],
  ['unused code', node, 'node_modules/knip/bin/knip.js'],
  ['build', node, '--import', 'tsx', 'scripts/build.ts'],
  ['declarations', node, 'node_modules/typescript-7/bin/tsc', '--project', 'tsconfig.types.json'],
  ['generated files', node, '--import', 'tsx', 'scripts/generate.ts', '--check'],
  ['dist', node, 'lib/cli/cnsctl.cjs', 'synth', '--check'],
  [
    'tests',
    node,
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
  ],
];

mkdirSync('.cache', { recursive: true });
rmSync(REPORT, { force: true });
const only = process.argv.slice(2);
const failed: string[] = [];
for (const [name, command, ...args] of steps.filter(([step]) => only.length === 0 || only.includes(step))) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NO_COLOR: '1', CI: 'true', CNSCTL_BUILT: '1' },
  });
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (status !== 0) failed.push(name);
}

const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = readReport();
const otherSteps = steps
  .filter(([name]) => name !== 'tests' && (only.length === 0 || only.includes(name)))
  .map(([name]) => name);
const failedSteps = otherSteps.filter((name) => failed.includes(name)).length;
// A test run that breaks before its report (a file that does not load) is one failure more.
const brokenRun = failed.includes('tests') && numFailedTests === 0 ? 1 : 0;
if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`);
console.log(
  `\n${numPassedTests + otherSteps.length - failedSteps} passed, ${numFailedTests + failedSteps + brokenRun} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`,
);
process.exitCode = failed.length > 0 ? 1 : 0;

function readReport(): { numPassedTests?: number; numFailedTests?: number; numPendingTests?: number } {
  try {
    return JSON.parse(readFileSync(REPORT, 'utf8'));
  } catch {
    return {};
  }
}
