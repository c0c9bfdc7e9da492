import type { OkeInput } from './input.ts';

/** Where a node is told once that it has joined. */
const JOINED = '/var/lib/cns-joined';

/** First line of the script: cloud-init starts it at every boot. */
export const unlessJoined = `[ ! -e ${JOINED} ] || exit 0`;

const METADATA = [
  'metadata() {',
  '  curl --silent --show-error --fail --retry 10 --retry-delay 5 --header \'Authorization: Bearer Oracle\' "http://169.254.169.254/opc/v2/instance/metadata/$1"',
  '}',
];

/** What an image needs before it can join. */
const PREPARED: Readonly<Record<string, readonly string[]>> = {
  // Routes of the interfaces of pods are the network plugin's: networkd would take them away.
  ubuntu: [
    'mkdir -p /etc/systemd/networkd.conf.d',
    "printf '[Network]\\nManageForeignRoutes=no\\nManageForeignRoutingPolicyRules=no\\n' > /etc/systemd/networkd.conf.d/90-cns.conf",
    'systemctl restart systemd-networkd',
  ],
  // The file system has the size of the image, whatever the size of the disk.
  oraclelinux: ['[ ! -x /usr/libexec/oci-growfs ] || /usr/libexec/oci-growfs -y'],
};

/** Getting ready, and the command that joins: OKE's own, since replaced user data has to call it. */
const JOIN: Readonly<
  Record<string, Readonly<Record<OkeInput['mode'], readonly [prepare: readonly string[], command: string]>>>
> = {
  ubuntu: {
    managed: [[], 'oke bootstrap'],
    'self-managed': [
      [
        ...METADATA,
        'mkdir -p /etc/oke /etc/kubernetes',
        'metadata apiserver_host > /etc/oke/oke-apiserver',
        'metadata cluster_ca_cert | base64 --decode > /etc/kubernetes/ca.crt',
      ],
      'oke bootstrap --apiserver-host "$(cat /etc/oke/oke-apiserver)" --ca "$(base64 --wrap=0 /etc/kubernetes/ca.crt)"',
    ],
  },
  oraclelinux: {
    managed: [
      [...METADATA, 'metadata oke_init_script | base64 --decode > /var/run/oke-init.sh'],
      'bash /var/run/oke-init.sh',
    ],
    'self-managed': [
      [...METADATA, 'host=$(metadata apiserver_host)', 'authority=$(metadata cluster_ca_cert)'],
      'bash /etc/oke/oke-install.sh --apiserver-endpoint "$host" --kubelet-ca-cert "$authority"',
    ],
  },
};

/**
 * Lines that join the cluster, tried for five minutes: the identity of a new machine takes some time to be known.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengusingcustomcloudinitscripts.htm Oracle Linux
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengcloudinitforselfmanagednodes.htm self-managed
 * @see https://documentation.ubuntu.com/oracle/ Ubuntu; oracle-quickstart/oci-hpc-oke files/oke-ubuntu-cloud-init.sh (August 2026) for the number of tries
 */
export function bootstrapLines(os: string, mode: OkeInput['mode'], kubeletArguments: string): string[] {
  const [prepare, command] = (JOIN[os] as (typeof JOIN)[string])[mode];
  const extra = kubeletArguments === '' ? '' : ` --kubelet-extra-args '${kubeletArguments}'`;
  return [
    ...(PREPARED[os] ?? []),
    ...prepare,
    'for attempt in {1..20}; do',
    `  if ${command}${extra}; then`,
    `    touch ${JOINED}`,
    '    exit 0',
    '  fi',
    '  echo "attempt $attempt to join the cluster failed" >&2',
    '  sleep 15',
    'done',
    'exit 1',
  ];
}
