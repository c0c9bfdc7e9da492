import type { PlannedSetting } from '../../src/pools/plan.ts';

/** A setting that the node pool must carry, of which a test says what it is about. */
export const plannedSetting = (part: Partial<PlannedSetting>): PlannedSetting => ({
  id: 'it',
  kind: 'sysctl',
  name: 'vm.swappiness',
  comparison: 'equals',
  reboot: false,
  why: '',
  source: '',
  verify: '',
  carrier: 'pool',
  because: '',
  layer: '',
  ...part,
});
