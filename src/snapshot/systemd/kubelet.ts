import { parse } from 'yaml';
import { isPlainMap, type PlainMap } from '../../plain.ts';
import type { SystemdData } from '../data/systemd.ts';
import { type Gathering, shorten } from '../gathering.ts';
import { fromFlags, joined, settingText, valuesOfFlag } from './kubelet-settings.ts';

/**
 * Where distributions put the kubelet's configuration, and its drop-ins where it has any. Looked at in this order when the running kubelet
 * cannot be asked; the first that is a KubeletConfiguration counts.
 */
const PLACES: readonly Place[] = [
  { file: '/var/lib/kubelet/config.yaml' }, // kubeadm
  // awslabs/amazon-eks-ami: nodeadm of AL2023, and bootstrap.sh of AL2
  { file: '/etc/kubernetes/kubelet/config.json', dropIns: '/etc/kubernetes/kubelet/config.json.d' },
  { file: '/etc/kubernetes/kubelet/kubelet-config.json' },
  { file: '/etc/kubernetes/kubelet/config' }, // Bottlerocket
  { file: '/home/kubernetes/kubelet-config.yaml' }, // GKE
  { file: '/etc/default/kubeletconfig.json' }, // AKS (Azure/AgentBaker), with a custom node configuration
  { file: '/etc/kubernetes/kubelet-config.yaml' }, // Kubespray
  { file: '/etc/kubernetes/kubelet.conf' }, // OpenShift; under kubeadm it is a kubeconfig, and so no KubeletConfiguration
];

/** Unit: characters. */
const MAX_TEXT = 1024 * 1024;

/**
 * Policies of the kubelet: its file, its drop-ins, its flags, the later on top.
 *
 * @param words arguments of the running kubelet, where there is one
 */
export async function kubelet(
  gathering: Gathering,
  words: readonly string[] | undefined,
): Promise<SystemdData['kubelet']> {
  const place = words === undefined ? await placeOf(gathering) : placeOfFlags(words);
  const base = place?.file === undefined ? undefined : await configurationAt(gathering, place.file);
  const folder = place?.dropIns;
  const names =
    folder === undefined ? [] : (await gathering.machine.list(folder)).filter((name) => name.endsWith('.conf'));
  let found: PlainMap = base ?? {};
  for (const name of names) found = joined(found, (await configurationAt(gathering, `${folder}/${name}`)) ?? {});
  found = joined(found, fromFlags(words ?? []));
  const settings = Object.entries(found).flatMap(([name, value]): [string, string][] => {
    const text = settingText(value);
    if (text === undefined) gathering.miss(['kubelet', 'settings', name], 'it has a shape that no kubelet takes');
    return text === undefined ? [] : [[name, text]];
  });
  const sources = [place?.file, folder, words && 'flags of the kubelet'].filter((source) => source !== undefined);
  if (sources.length > 0) gathering.from(['kubelet'], sources.join(', '));
  return { file: base && place?.file, settings: Object.fromEntries(settings) };
}

interface Place {
  /** Absent where there are drop-ins alone, as with RKE2. */
  readonly file?: string;
  readonly dropIns?: string;
}

function placeOfFlags(words: readonly string[]): Place {
  const [file, dropIns] = ['--config', '--config-dir'].map((flag) => valuesOfFlag(words, flag).at(-1));
  return { file, dropIns };
}

async function placeOf({ machine }: Gathering): Promise<Place | undefined> {
  for (const place of PLACES) {
    const reading = place.file === undefined ? undefined : await machine.read(place.file);
    if (reading?.state === 'refused') return place;
    if (reading?.state === 'read' && typeof configurationOf(reading.text) !== 'string') return place;
  }
  return undefined;
}

async function configurationAt(gathering: Gathering, file: string): Promise<PlainMap | undefined> {
  const reading = await gathering.machine.read(file);
  const found = reading.state === 'read' ? configurationOf(reading.text) : undefined;
  if (isPlainMap(found)) return found;
  const why = reading.state === 'refused' ? reading.why : (found ?? 'it is not there');
  gathering.miss(['kubelet', 'settings'], `${file}: ${why}`);
  return undefined;
}

/** The configuration that a file says, or why it is none. Aliases are refused: they make small files huge. */
export function configurationOf(text: string): PlainMap | string {
  if (text.length > MAX_TEXT) return `it has more than ${MAX_TEXT} characters`;
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0, logLevel: 'error' });
  } catch (error) {
    return `it is not YAML: ${shorten(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))}`;
  }
  if (!isPlainMap(value) || !Object.hasOwn(value, 'kind') || value.kind !== 'KubeletConfiguration')
    return 'it is no KubeletConfiguration';
  return value;
}
