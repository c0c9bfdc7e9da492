import { mkdirSync } from 'node:fs';
import { run } from '../src/cli/main.ts';

/**
 * The app of cdk8s.yaml: `npx cdk8s synth` makes the same trees as `cnsctl synth`.
 *
 * cdk8s deletes its output folder before it runs the app, and names files by kind and name only; so that folder is a scratch one,
 * left empty, and the trees are written to dist/ by our own writer.
 */
process.exitCode = await run([process.argv[0] ?? 'node', 'cnsctl', 'synth', ...process.argv.slice(2)]);
if (process.exitCode === 0 && process.env.CDK8S_OUTDIR) mkdirSync(process.env.CDK8S_OUTDIR, { recursive: true });
