import { execFileSync } from 'node:child_process';

/** Builds lib/ for the tests that run the package as its users do. `npm test` has built it just before. */
export default function setup(): void {
  if (process.env.CNSCTL_BUILT === '1') return;
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], { stdio: 'inherit' });
}
