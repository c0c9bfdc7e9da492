import type { Snapshot } from '../../src/snapshot/document.ts';
import type { Finding } from '../../src/snapshot/find/evidence.ts';
import { findCriteria } from '../../src/snapshot/find-criteria.ts';
import { catalog } from './built-in-catalog.ts';

export const find = (
  snapshot: Snapshot,
  given: Readonly<Record<string, string | number>> = {},
  defaults: Readonly<Record<string, string>> = {},
) =>
  findCriteria(snapshot, catalog, {
    given: new Map(Object.entries(given)),
    defaults: new Map(Object.entries(defaults)),
  });
export const of = (findings: readonly Finding[], path: string): Finding | undefined =>
  findings.find((one) => one.path === path);
export const value = (snapshot: Snapshot, path: string) => {
  const found = of(find(snapshot).findings, path);
  return found?.state === 'found' ? found.value : found?.state;
};
export const problem = (snapshot: Snapshot, path: string) => find(snapshot).problems.find((one) => one.path === path);
