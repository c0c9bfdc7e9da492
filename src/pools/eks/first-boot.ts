import { compareText } from '../../plain.ts';
import type { FirstBootFile } from '../compiled.ts';
import { type Expression, join } from '../expression.ts';
import { kubeletFlag, kubeletFlags } from '../first-boot/kubelet-flags.ts';
import { mime } from '../first-boot/mime.ts';
import { script } from '../first-boot/script.ts';
import { isForShell, shellLines } from '../first-boot/shell.ts';
import type { PlannedSetting, PlannedTaint } from '../plan.ts';
import { bottlerocketUserData } from './bottlerocket.ts';
import type { EksInput } from './input.ts';

/** User data of the GPU nodes, and where each setting of the pool stands in it. */
export interface EksUserData {
  readonly file: FirstBootFile;
  readonly placed: ReadonlyMap<string, string>;
  readonly refused: ReadonlyMap<string, string>;
}

/** What a node of a custom image needs to find its cluster. */
export interface Join {
  readonly endpoint: Expression;
  readonly certificateAuthority: Expression;
}

/** Settings in the words of each image. */
export const USER_DATA: Readonly<
  Record<string, (settings: readonly PlannedSetting[], input: EksInput, cluster: Join) => EksUserData>
> = { al2023, bottlerocket, ubuntu };

function al2023(settings: readonly PlannedSetting[]): EksUserData {
  const kubelet = kubeletConfig(settings);
  const nodeConfig = {
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: {
      ...(Object.keys(kubelet).length > 0 ? { kubelet: { config: kubelet } } : {}),
      // Images and scratch space on the local disks: they are fast and included.
      instance: { localStorage: { strategy: 'RAID0' } },
    },
  };
  const shell = settings.filter(isForShell);
  const text = mime([
    ...(shell.length > 0
      ? [
          {
            contentType: 'text/x-shellscript',
            text: script('Node settings, before nodeadm starts the kubelet', shellLines(shell, 'grubby')),
          },
        ]
      : []),
    // JSON is YAML; nodeadm reads both.
    { contentType: 'application/node.eks.aws', text: JSON.stringify(nodeConfig, null, 2) },
  ]);
  return {
    file: { name: 'gpu-user-data', pool: 'gpu', format: 'mime', text },
    ...placedIn(settings, (setting) =>
      setting.kind === 'kubelet'
        ? `gpu-template: userData, NodeConfig spec.kubelet.config.${setting.name}`
        : isForShell(setting)
          ? 'gpu-template: userData, shell script'
          : undefined,
    ),
  };
}

function bottlerocket(settings: readonly PlannedSetting[]): EksUserData {
  const { text, placed, refused } = bottlerocketUserData(settings);
  return {
    file: { name: 'gpu-user-data', pool: 'gpu', format: 'toml', text },
    placed: new Map([...placed].map(([id, where]) => [id, `gpu-template: userData, ${where}`])),
    refused,
  };
}

/** EKS adds nothing to the user data of a custom image: it joins with Canonical's bootstrap script. */
function ubuntu(settings: readonly PlannedSetting[], { plan }: EksInput, cluster: Join): EksUserData {
  const labels = Object.entries(plan.gpu.labels)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([key, value]) => `${key}=${value}`);
  const flags = [
    ...(labels.length > 0 ? [`--node-labels=${labels.join(',')}`] : []),
    `--register-with-taints=${plan.gpu.taints
      .filter(({ by }) => by === 'pool')
      .map(taintText)
      .join(',')}`,
    ...kubeletFlags(settings),
  ];
  const shell = settings.filter(isForUbuntu);
  const text = join(
    script('Node settings, then joining the cluster', [
      ...shellLines(shell, 'grub'),
      `/etc/eks/bootstrap.sh ${plan.cluster} \\`,
    ]).trimEnd(),
    "\n  --apiserver-endpoint '",
    cluster.endpoint,
    "' \\\n  --b64-cluster-ca '",
    cluster.certificateAuthority,
    `' \\\n  --kubelet-extra-args '${flags.join(' ')}'\n`,
  );
  return {
    file: { name: 'gpu-user-data', pool: 'gpu', format: 'shell', text },
    ...placedIn(settings, (setting) =>
      isForUbuntu(setting)
        ? 'gpu-template: userData, shell script'
        : kubeletFlag(setting) && `gpu-template: userData, --kubelet-extra-args ${kubeletFlag(setting)}`,
    ),
  };
}

/** cloud-init runs the script once: after a restart nobody would join the cluster. */
const isForUbuntu = (setting: PlannedSetting): boolean =>
  isForShell(setting) && !['kernel-argument', 'huge-pages', 'module-parameter'].includes(setting.kind);

const kubeletConfig = (settings: readonly PlannedSetting[]): Record<string, string> =>
  Object.fromEntries(
    settings
      .filter(({ kind }) => kind === 'kubelet')
      .toSorted((a, b) => compareText(a.name, b.name))
      .map(({ name, value = '' }) => [name, value]),
  );

const taintText = ({ key, value, effect }: PlannedTaint): string => `${key}=${value}:${effect}`;

function placedIn(
  settings: readonly PlannedSetting[],
  where: (setting: PlannedSetting) => string | undefined,
): Pick<EksUserData, 'placed' | 'refused'> {
  const found = settings.map((setting) => [setting, where(setting)] as const);
  return {
    placed: new Map(found.flatMap(([{ id }, place]) => (place === undefined ? [] : [[id, place]]))),
    refused: new Map(
      found.flatMap(([{ id, kind, name }, place]) =>
        place === undefined ? [[id, `the first boot of this image cannot bring ${kind} ${name}`]] : [],
      ),
    ),
  };
}
