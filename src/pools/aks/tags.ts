import type { Labels } from '../../contract/scheduling.ts';

/**
 * Labels as Azure takes tags: a tag's name has no slash.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
 */
export const azureTags = (labels: Labels): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([key, value]) => [tagName(key), value]));

/** Labels that would become one tag, each with the one that it meets. */
export const tagClashes = (labels: Labels): [string, string][] =>
  Object.keys(labels).flatMap((key, i, all) =>
    all
      .slice(i + 1)
      // Names of tags are the same in whatever case they are written.
      .filter((other) => tagName(other).toLowerCase() === tagName(key).toLowerCase())
      .map((other): [string, string] => [key, other]),
  );

const tagName = (key: string): string => key.replaceAll('/', '.');
