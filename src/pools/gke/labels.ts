import type { Labels } from '../../contract/scheduling.ts';

/** What Google Cloud takes as a label. */
const KEY = /^[a-z][a-z0-9_-]{0,62}$/;
const VALUE = /^[a-z0-9_-]{0,63}$/;

/**
 * Labels of Kubernetes in the narrower words of Google Cloud: small letters, and `_` for every other sign, e.g. `example.com/team` becomes
 * `example_com_team`.
 *
 * @returns the labels, and one sentence for each that cannot be one, by its key
 * @see https://cloud.google.com/resource-manager/docs/labels-overview#requirements
 */
export function gcpLabels(labels: Labels): { readonly labels: Labels; readonly refused: Labels } {
  const made = new Map<string, string>();
  const refused = new Map<string, string>();
  for (const [key, value] of Object.entries(labels)) {
    const [theirs, text] = [narrowed(key), narrowed(value)];
    if (!KEY.test(theirs)) refused.set(key, `${theirs} does not begin with a letter, or has more than 63 signs`);
    else if (!VALUE.test(text)) refused.set(key, `its value ${text} has more than 63 signs`);
    else if (made.has(theirs)) refused.set(key, `another label is ${theirs} in Google Cloud too`);
    else made.set(theirs, text);
  }
  return { labels: Object.fromEntries(made), refused: Object.fromEntries(refused) };
}

const narrowed = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '_');
