import { UNITS } from '../../../src/snapshot/systemd/units.ts';

/** What `systemctl show` prints of a unit that is not there: defaults of the manager, which belong to nobody. */
export const notFound = (name: string): string => `Id=${name}
Names=${name}
LoadState=not-found
ActiveState=inactive
SubState=dead
UnitFileState=
MainPID=0
LimitMEMLOCK=8388608
LimitMEMLOCKSoft=8388608
LimitNOFILE=524288
LimitNOFILESoft=1024
Delegate=no
`;

/** containerd as Ubuntu 24.04 ships it: the limit on locked memory is the distribution's, 8 MiB. */
export const CONTAINERD = `Id=containerd.service
Names=containerd.service
LoadState=loaded
ActiveState=active
SubState=running
UnitFileState=enabled
MainPID=812
LimitMEMLOCK=8388608
LimitMEMLOCKSoft=8388608
LimitNOFILE=524288
LimitNOFILESoft=1024
LimitSTACK=infinity
LimitSTACKSoft=8388608
Delegate=yes
TasksMax=infinity
CPUAffinity=
NUMAPolicy=n/a
FragmentPath=/usr/lib/systemd/system/containerd.service
ExecMainStatus=0
`;

/** The same on a tuned node, from a systemd that prints RLIM_INFINITY as a number. */
export const CONTAINERD_TUNED = CONTAINERD.replace('LimitMEMLOCK=8388608', 'LimitMEMLOCK=18446744073709551615')
  .replace('LimitSTACK=infinity', 'LimitSTACK=67108864')
  .replace('TasksMax=infinity', 'TasksMax=18446744073709551615');

export const KUBELET = `Id=kubelet.service
Names=kubelet.service
LoadState=loaded
ActiveState=active
SubState=running
UnitFileState=enabled
MainPID=4242
LimitMEMLOCK=infinity
DropInPaths=/etc/systemd/system/kubelet.service.d/10-kubeadm.conf /etc/systemd/system/kubelet.service.d/20-memlock.conf
`;

export const IMEX_MASKED = `Id=nvidia-imex.service
Names=nvidia-imex.service
LoadState=masked
ActiveState=inactive
SubState=dead
UnitFileState=masked
MainPID=0
LimitMEMLOCK=8388608
`;

/** All units in their order: those that are given, and not found for the others. */
export const shownOfAll = (known: readonly string[]): string =>
  UNITS.map((name) => known.find((text) => text.startsWith(`Id=${name}\n`)) ?? notFound(name)).join('\n');
