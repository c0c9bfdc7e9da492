import type { Collector } from '../contract/collector.ts';
import { cloudCollector } from './cloud/collector.ts';
import { gpuCollector } from './gpu/collector.ts';
import { k8sCollector } from './k8s/collector.ts';
import { networkCollector } from './network/collector.ts';
import { osCollector } from './os/collector.ts';
import { systemdCollector } from './systemd/collector.ts';
import { topologyCollector } from './topology/collector.ts';

/** Every built-in collector. To add one: write its folder, its data in `data/`, its key in `document.ts`, then its line here. */
export const collectors: readonly Collector[] = [
  k8sCollector,
  gpuCollector,
  osCollector,
  systemdCollector,
  networkCollector,
  topologyCollector,
  cloudCollector,
];
