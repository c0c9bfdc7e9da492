/** Amazon EKS API, CreateCluster: letters, digits, dashes and underscores, 100 at most. */
const NAME = /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/;

/** A name of an EKS cluster, or undefined. */
export const eksName = (text: string | undefined): string | undefined =>
  text !== undefined && NAME.test(text) ? text : undefined;

/**
 * The name of the EKS cluster that user data tells the node to join, and nothing else of it: user data often holds secrets.
 *
 * Three formats: a NodeConfig of nodeadm (Amazon Linux 2023, awslabs/amazon-eks-ami doc/usage/al2.md and nodeadm/doc), settings of
 * Bottlerocket (bottlerocket-os settings reference, `settings.kubernetes.cluster-name`), and the script of the older image
 * (`/etc/eks/bootstrap.sh NAME`). They may be parts of a MIME message. Two names that differ are no name.
 */
export function clusterNameIn(userData: string): string | undefined {
  const lines = userData.split(/\r?\n/);
  const names = new Set([...nodeConfigNames(lines), ...bottlerocketNames(lines), ...bootstrapNames(userData)]);
  return names.size === 1 ? [...names][0] : undefined;
}

/** `name` directly below a `cluster:` that is below `spec:` of a NodeConfig. */
function nodeConfigNames(lines: readonly string[]): string[] {
  if (!lines.some((text) => /^\s*apiVersion:\s*["']?node\.eks\.aws\//.test(text))) return [];
  return lines.flatMap((text, i) => {
    const indent = /^( +)cluster:\s*$/.exec(text)?.[1]?.length;
    if (indent === undefined) return [];
    const rest = lines.slice(i + 1);
    const end = rest.findIndex((below) => below.trim() !== '' && indentOf(below) <= indent);
    const block = (end === -1 ? rest : rest.slice(0, end)).filter((below) => below.trim() !== '');
    const depth = block[0] === undefined ? 0 : indentOf(block[0]);
    return block
      .filter((below) => indentOf(below) === depth)
      .flatMap((below) => eksName(/^\s*name:\s*["']?([^"'\s#]+)["']?\s*(?:#.*)?$/.exec(below)?.[1]) ?? []);
  });
}

const indentOf = (text: string): number => text.length - text.trimStart().length;

/** `cluster-name` of the table `settings.kubernetes`. */
function bottlerocketNames(lines: readonly string[]): string[] {
  let table = '';
  return lines.flatMap((text) => {
    table = /^\s*\[([^[\]]+)\]\s*$/.exec(text)?.[1]?.trim() ?? table;
    const [, key, value] = /^\s*([\w."-]+)\s*=\s*["']([^"']*)["']/.exec(text) ?? [];
    const path = [table, key?.replaceAll('"', '')].filter((part) => part).join('.');
    return path === 'settings.kubernetes.cluster-name' ? (eksName(value) ?? []) : [];
  });
}

/** The first argument that is no flag; flags of the script all take a value. */
const bootstrapNames = (text: string): string[] =>
  [...text.matchAll(/\/etc\/eks\/bootstrap\.sh[ \t]+([^\s\\]+)/g)].flatMap(
    ([, word]) => eksName(word?.replaceAll(/["']/g, '')) ?? [],
  );
