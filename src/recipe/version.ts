/** A version as numbers, e.g. `v1.34.2-eks-3025e55` → [1, 34, 2]. Precision counts: 1.34 has two parts. */
export type Version = readonly number[];

const SHAPE = /^v?(\d+(?:\.\d+)*)(?:[-+~].*|-?[a-z].*)?$/;

/** Leading `v` and everything from the first `-` or `+` on is ignored; undefined when the text is no version. */
export function parseVersion(text: string): Version | undefined {
  const match = SHAPE.exec(text.trim());
  return match?.[1]?.split('.').map(Number);
}

/** Compares part by part; missing parts are zero. */
export function compareVersions(a: Version, b: Version): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}
