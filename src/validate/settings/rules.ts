import { governor } from './governor.ts';
import { hugePages } from './huge-pages.ts';
import { kernelArgument } from './kernel-argument.ts';
import { kubelet } from './kubelet.ts';
import { limit } from './limit.ts';
import { kernelModule, moduleBlocklist } from './module.ts';
import { moduleParameter } from './module-parameter.ts';
import type { Rule, Setting } from './rule.ts';
import { service } from './service.ts';
import { sysctl } from './sysctl.ts';

/** How each kind of setting is seen on a node. A new kind does not compile until it has its row. */
export const RULES = {
  'kernel-argument': kernelArgument,
  sysctl,
  'huge-pages': hugePages,
  module: kernelModule,
  'module-blocklist': moduleBlocklist,
  'module-parameter': moduleParameter,
  limit,
  governor,
  service,
  kubelet,
} satisfies Record<Setting['kind'], Rule>;
