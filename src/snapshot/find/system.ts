/** An operating system by the names that recipes have, or by its own where they have none. */
export interface System {
  readonly os: string;
  /** As /etc/os-release has it in VERSION_ID. */
  readonly version?: string;
}

/**
 * /etc/os-release → the system. An ID is its own name but for these: one ID of Amazon is two systems, and Azure Linux with OS Guard is
 * another image than Azure Linux.
 *
 * IDs: amazonlinux/amazon-linux-2023, Azure Linux 3 (`azurelinux`) and CBL-Mariner 2 (`mariner`), `ol` of Oracle Linux.
 */
export function systemOfRelease(release: Readonly<Record<string, string>>): System | undefined {
  const id = own(release, 'ID')?.toLowerCase();
  if (id === undefined || id === '') return undefined;
  const version = own(release, 'VERSION_ID');
  const withVersion = version === undefined || version === '' ? {} : { version };
  if (id === 'amzn') return { os: version === '2023' ? 'al2023' : `al${version ?? ''}`, ...withVersion };
  if (id === 'ol') return { os: 'oraclelinux', ...withVersion };
  const variant = `${own(release, 'VARIANT_ID') ?? ''} ${own(release, 'VARIANT') ?? ''}`;
  if (id === 'azurelinux' && /guard/i.test(variant)) return { os: 'azurelinux-osguard', ...withVersion };
  return { os: id, ...withVersion };
}

const own = (map: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

/**
 * What a kubelet says of its system in `status.nodeInfo.osImage`: PRETTY_NAME of /etc/os-release. Patterns begin the text; the first group
 * is VERSION_ID, where the text has it. Systems without a recipe are here too, so that they are named and not only unknown.
 */
const IMAGES: readonly { readonly os: string; readonly pattern: RegExp }[] = [
  { os: 'ubuntu', pattern: /^Ubuntu (\d+\.\d+)/ },
  { os: 'al2023', pattern: /^Amazon Linux (2023)(?:\.|$| )/ },
  { os: 'al2', pattern: /^Amazon Linux (2)$/ },
  { os: 'bottlerocket', pattern: /^Bottlerocket OS (\d+\.\d+\.\d+)/ },
  { os: 'cos', pattern: /^Container-Optimized OS from Google/ },
  { os: 'azurelinux-osguard', pattern: /^(?:Microsoft )?Azure Linux\b.*\bOS ?Guard/i },
  { os: 'azurelinux', pattern: /^(?:Microsoft )?Azure Linux (\d+\.\d+)/ },
  { os: 'mariner', pattern: /^CBL-Mariner/ },
  { os: 'oraclelinux', pattern: /^Oracle Linux Server (\d+(?:\.\d+)?)/ },
  { os: 'rhcos', pattern: /^Red Hat Enterprise Linux CoreOS/ },
  { os: 'rhel', pattern: /^Red Hat Enterprise Linux (\d+\.\d+)/ },
  { os: 'rocky', pattern: /^Rocky Linux (\d+\.\d+)/ },
  { os: 'sles', pattern: /^SUSE Linux Enterprise/ },
  { os: 'talos', pattern: /^Talos/ },
  { os: 'flatcar', pattern: /^Flatcar/ },
  { os: 'debian', pattern: /^Debian GNU\/Linux (\d+)/ },
];

export function systemOfImage(osImage: string): System | undefined {
  for (const { os, pattern } of IMAGES) {
    const found = pattern.exec(osImage.trim());
    if (found) return { os, ...(found[1] === undefined ? {} : { version: found[1] }) };
  }
  return undefined;
}
