import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Criteria added to the seven samples, so that twelve different recipes are made. */
const VARIANTS: readonly (readonly [sample: string, from: RegExp, to: string])[] = [
  ['eks-h100-training', /accelerator: h100/, 'accelerator: h200'],
  ['eks-h100-training', /accelerator: h100/, 'accelerator: a100'],
  ['eks-h100-training', /accelerator: h100/, 'accelerator: b200'],
  ['eks-l40s-inference', /accelerator: l40s/, 'accelerator: l4'],
  ['aks-h100-training', /accelerator: h100/, 'accelerator: h200'],
];

/** Writes `count` cluster files over twelve recipes into a folder. */
export function writeClusters(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  const read = (name: string): string => readFileSync(join('clusters', `${name}.yaml`), 'utf8');
  const samples = readdirSync('clusters')
    .sort()
    .map((file) => read(file.replace(/\.yaml$/, '')));
  const recipes = [
    ...samples,
    ...VARIANTS.map(([sample, from, to]) =>
      read(sample)
        .replace(from, to)
        .replaceAll(/^\s*instanceType:.*$/gm, ''),
    ),
  ];
  for (let i = 0; i < count; i++) {
    const text = (recipes[i % recipes.length] ?? '').replace(
      /^name: .*$/m,
      `name: cluster-${String(i).padStart(4, '0')}`,
    );
    writeFileSync(join(folder, `cluster-${String(i).padStart(4, '0')}.yaml`), text);
  }
}
