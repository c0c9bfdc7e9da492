import type { Check } from '../contract/check.ts';
import { components } from './components.ts';
import { constraints } from './constraints.ts';
import { allocation } from './readiness/allocation.ts';
import { fabric } from './readiness/fabric.ts';
import { gpus } from './readiness/gpus.ts';
import { nodes } from './readiness/nodes.ts';
import { operators } from './readiness/operators.ts';
import type { Subject } from './subject.ts';
import { tuning } from './tuning.ts';

/** Every check of `cnsctl validate`, in the order of the report's areas. To add one: write its file, then its line here. */
export const CHECKS: readonly Check<Subject>[] = [
  constraints,
  components,
  tuning,
  nodes,
  gpus,
  allocation,
  fabric,
  operators,
];
