import { CAPACITY } from './capacity.ts';
import { CLUSTER } from './cluster.ts';
import { FABRIC } from './fabric.ts';
import { KUBELET } from './kubelet.ts';
import { TAINTS_AND_LABELS } from './labels.ts';
import { MACHINE } from './machine.ts';
import { MEMORY } from './memory.ts';
import { RACKS } from './racks.ts';
import { SOFTWARE } from './software.ts';
import type { Violation } from './violation.ts';

/** Each contract is broken by at least one of these. */
export const VIOLATIONS: readonly Violation[] = [
  ...SOFTWARE,
  ...TAINTS_AND_LABELS,
  ...MACHINE,
  ...FABRIC,
  ...KUBELET,
  ...CAPACITY,
  ...CLUSTER,
  ...MEMORY,
  ...RACKS,
];
