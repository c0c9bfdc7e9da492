import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import * as z from 'zod';
import type { ClusterContext } from '../src/contract/cluster.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { labels, toleration } from '../src/contract/scheduling.ts';
import { type Problem, throwProblems } from '../src/errors.ts';
import { IMAGE_PATH, packageEntries } from './node-tuning/entries.ts';
import { remainderOf } from './node-tuning/remainder.ts';
import { type ApiNames, apiNames, KNOWN_MINORS } from './nodewright/api-names.ts';

const packageRef = z.strictObject({
  image: z.string().regex(IMAGE_PATH, 'an image path without tag or digest'),
  version: z.string(),
});

const count = z.strictObject({ /** Nodes at one time. */ count: z.int().min(1) });
const percent = z.strictObject({
  /** Share of the nodes at one time. Unit: percent. */ percent: z.int().min(1).max(100),
});

const props = componentProps
  .extend({
    /**
     * Chart version of NodeWright: it decides group and kind of the resource.
     *
     * @default - that of the component `nodewright`, v0.20.0 without one
     */
    operatorVersion: z.string().optional(),
    /** Name of the resource. Nodes remember it: another name applies everything again. */
    name: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,41}[a-z0-9])?$/, 'lower-case letters, digits and dashes, 43 at most')
      .default('tuning'),
    /** Nodes that are interrupted at one time. Always written: without it the operator takes all nodes at once. */
    interruptionBudget: z.union([count, percent]).default({ count: 1 }),
    /** Keep workloads off a node until it is tuned. @default - true, but on Container-Optimized OS, where tuning is harmless and repeated at each boot */
    runtimeRequired: z.boolean().optional(),
    /** Taint new nodes that joined without the taint; only together with `runtimeRequired`. */
    autoTaintNewNodes: z.boolean().default(true),
    /** Nodes to tune. @default - the cluster's GPU nodes */
    nodeSelector: labels
      .refine((map) => !('nvidia.com/gpu.present' in map), {
        message: 'comes from feature discovery, which waits for the driver, which waits for this tuning',
        path: ['nvidia.com/gpu.present'],
      })
      .optional(),
    /** Pods with these labels are never drained: the node waits for them. */
    podNonInterruptLabels: labels.default({}),
    /** Tolerations of package pods besides the runtime-required taint. @default - those of the cluster's GPU nodes */
    tolerations: z.array(toleration).optional(),
    /** Order among several such resources; lower runs first. */
    priority: z.int().min(1).default(200),
    /** Move all nodes through a package before the next one begins (`all`), or each node on its own. */
    sequencing: z.enum(['node', 'all']).default('node'),
    /** Run a node's packages one after the other even where they do not depend on each other. */
    serial: z.boolean().default(false),
    /** How nodes are drained; NodeWright only. @default - the operator's own */
    drain: z
      .strictObject({
        /** Evict pods that no controller will bring back. */
        force: z.boolean().default(false),
        /** Evict pods whose emptyDir is lost with them. */
        deleteEmptyDirData: z.boolean().default(false),
        /** Give up after this long. Unit: minutes. */
        timeoutMinutes: z.int().min(1).default(60),
      })
      .optional(),
    /**
     * Kernel arguments of the distribution to keep, in order; an empty list keeps none.
     *
     * Needed when the remainder has kernel arguments and no tuned profile is applied: the general package's grub file replaces
     * `GRUB_CMDLINE_LINUX_DEFAULT`, so what is not listed here is gone after the reboot.
     */
    keepKernelArguments: z.array(z.string().regex(/^[^\s"$`\\]+$/, 'one argument without quotes')).optional(),
    /** NVIDIA's general package for the settings that no fixed package applies. */
    general: packageRef.default({ image: 'ghcr.io/nvidia/skyhook-packages/tuning', version: '1.1.4' }),
    /** NVIDIA's script package, for what the general one has no key for. */
    script: packageRef.default({ image: 'ghcr.io/nvidia/skyhook-packages/shellscript', version: '1.1.1' }),
  })
  .superRefine(({ drain, operatorVersion, cluster }, context) => {
    const version = versionOf(operatorVersion, cluster);
    const names = apiNames(version);
    if (names === undefined)
      context.addIssue({
        code: 'custom',
        path: ['operatorVersion'],
        message: `${version} is no chart version of ${KNOWN_MINORS.join(' or ')}, whose resources are known`,
      });
    if (drain && names?.jobs === false)
      context.addIssue({ code: 'custom', path: ['drain'], message: 'operators before 0.18 have no drain options' });
  });

export type NodeTuningProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * Node tuning: the NodeWright (or Skyhook) resource that brings the resolved settings to the GPU nodes.
 *
 * Fixed packages come from `cluster.tuning.packages`; settings of channel `agent` are what they leave. Without either there is no object.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse, or a selector that would reach every node
 * @throws CnsError `TUNING_UNMATCHED` with every setting that the agent cannot bring
 * @see https://github.com/NVIDIA/nodewright/blob/chart/v0.20.0/docs/user-guide/custom-resource.md
 */
export class NodeTuning extends Construct {
  constructor(scope: Construct, id: string, input: NodeTuningProps) {
    super(scope, id);
    const p = parseProps('node-tuning', props, input);
    const { remainder, problems } = remainderOf(p.cluster.tuning.settings);
    throwProblems(problems);
    const entries = packageEntries(p, remainder);
    if (entries.size === 0) return;
    const selector = p.nodeSelector ?? p.cluster.gpuNodes.selector;
    throwProblems(selectorProblems(selector));
    const names = namesOf(p);
    const runtimeRequired = p.runtimeRequired ?? p.cluster.os !== 'cos';
    new ApiObject(this, 'Tuning', {
      apiVersion: names.apiVersion,
      kind: names.kind,
      // Cluster-scoped: no namespace.
      metadata: { name: p.name },
      spec: {
        nodeSelectors: { matchLabels: selector },
        interruptionBudget: p.interruptionBudget,
        runtimeRequired,
        autoTaintNewNodes: runtimeRequired && p.autoTaintNewNodes,
        additionalTolerations: p.tolerations ?? p.cluster.gpuNodes.tolerations,
        ...(Object.keys(p.podNonInterruptLabels).length > 0
          ? { podNonInterruptLabels: { matchLabels: p.podNonInterruptLabels } }
          : {}),
        priority: p.priority,
        sequencing: p.sequencing,
        serial: p.serial,
        ...(p.drain
          ? {
              drainConfig: {
                force: p.drain.force,
                deleteEmptyDirData: p.drain.deleteEmptyDirData,
                timeout: `${p.drain.timeoutMinutes}m`,
              },
            }
          : {}),
        packages: Object.fromEntries(entries),
      },
    });
  }
}

/** The version that the operator really has, unless the user says otherwise. */
function versionOf(operatorVersion: string | undefined, { versions }: Pick<ClusterContext, 'versions'>): string {
  return operatorVersion ?? versions.nodewright ?? 'v0.20.0';
}

function namesOf({ operatorVersion, cluster }: Pick<Parsed, 'operatorVersion' | 'cluster'>): ApiNames {
  const version = versionOf(operatorVersion, cluster);
  const names = apiNames(version);
  if (names === undefined) throw new Error(`operator ${version} passed the parser without a row`);
  return names;
}

function selectorProblems(selector: Readonly<Record<string, string>>): Problem[] {
  if (Object.keys(selector).length > 0) return [];
  return [
    {
      code: 'PROPS_INVALID',
      message: 'is missing: without a selector the tuning would reach every node',
      path: 'components.node-tuning.nodeSelector',
      hint: 'give cluster.gpuNodes.selector: the labels that the GPU node pool gives its nodes',
    },
  ];
}

export const nodeTuning = defineComponent({
  name: 'node-tuning',
  title: 'Node tuning',
  summary: 'Kernel arguments, sysctls, limits, modules and services of GPU nodes, applied by NodeWright.',
  homepage: 'https://github.com/NVIDIA/nodewright-packages',
  props,
  dependsOn: ['nodewright'],
  scheduling: { system: [], accelerated: ['spec.nodeSelectors', 'spec.additionalTolerations'] },
  images: ({ general, script, cluster }) =>
    [...cluster.tuning.packages, general, script].map((item) => ({
      image: item.image,
      architectures: ['amd64', 'arm64'],
      nodeSide: true,
      source: 'https://github.com/NVIDIA/nodewright-packages/blob/main/.github/actions/build-package/action.yml',
    })),
  readiness: (p) => {
    const { packages, settings } = p.cluster.tuning;
    if (packages.length === 0 && !settings.some(({ channel }) => channel === 'agent')) return [];
    const names = namesOf(p);
    return [
      {
        apiVersion: names.apiVersion,
        kind: names.kind,
        name: p.name,
        field: { path: 'status.status', ready: 'complete', failed: ['erroring', 'blocked'] },
        needsNodes: true,
      },
    ];
  },
  create: (scope, id, input) => new NodeTuning(scope, id, input),
});
