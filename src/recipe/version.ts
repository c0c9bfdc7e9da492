/**
 * A version as its numbers, e.g. `v1.34.2-eks-3025e55` → ['1', '34', '2']. Precision counts: 1.34 has two parts.
 *
 * The digits stay as they were written: 24.04 and 580.105.08 are not 24.4 and 580.105.8 to their readers.
 */
export type Version = readonly string[];

const SHAPE = /^v?(\d+(?:\.\d+)*)(?:[-+~].*|-?[a-z].*)?$/;

/** Leading `v` and everything from the first `-` or `+` on is ignored; undefined when the text is no version. */
export function parseVersion(text: string): Version | undefined {
  return SHAPE.exec(text.trim())?.[1]?.split('.');
}

/** Compares part by part as numbers; missing parts are zero. */
export function compareVersions(a: Version, b: Version): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = Number(a[i] ?? 0) - Number(b[i] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}
