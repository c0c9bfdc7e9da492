import { contextPaths } from './context-paths.ts';

/** A text about props in the words of the cluster file: `cluster.ownership.driver` is `ownership.driver` there. */
export function inClusterFile(text: string): string {
  return text.replaceAll(/\bcluster(?:\.[A-Za-z]+)+/g, (path) => contextPaths(path).join(' or '));
}
