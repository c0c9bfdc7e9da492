import * as z from 'zod';
import { componentProps } from '../../src/contract/component.ts';
import { helmChartRef } from '../../src/contract/helm-chart.ts';
import { dcgmMetrics } from './dcgm-metrics.ts';

const resources = z.strictObject({ cpu: z.string(), memory: z.string() });
const environment = z.record(z.string(), z.string());

/** Props of the GPU Operator. What it installs is no prop: it follows from `cluster.ownership`. */
export const gpuOperatorProps = componentProps
  .extend({
    /** Helm chart of the operator. No default: base.yaml names it. */
    chart: helmChartRef,
    driver: z
      .strictObject({
        /** Driver to install, e.g. `580.126.20`; needed when `cluster.ownership.driver` is `operator`. */
        version: z
          .string()
          .regex(/^\d{3}\.\d+(\.\d+)?$/, 'a driver version such as 580.126.20')
          .optional(),
        /** Kernel modules: Blackwell needs `open`, H100 is recommended with them. */
        kernelModuleType: z.enum(['auto', 'open', 'proprietary']).default('open'),
        /** The legacy peer-memory module. DMA-BUF with open modules is NVIDIA's recommendation and needs no module. */
        rdma: z.boolean().default(false),
        /** InfiniBand or RoCE driver (MOFED, DOCA) comes from the host image, not from the Network Operator. */
        useHostMofed: z.boolean().default(false),
        /** Nodes whose driver is upgraded at one time. */
        maxParallelUpgrades: z.int().min(1).default(5),
        /** Parameters of the `nvidia` module from the node tuning, e.g. `NVreg_GrdmaPciTopoCheckOverride: "1"`, besides those that the recipe resolves. */
        moduleParameters: environment.default({}),
      })
      .prefault({}),
    /** CDI injection of devices. */
    cdi: z.boolean().default(true),
    toolkit: z
      .strictObject({
        /** Environment of the toolkit. An unprivileged pod must not get GPUs by naming them in a variable: allocations travel as mounts. */
        env: environment.default({
          ACCEPT_NVIDIA_VISIBLE_DEVICES_ENVVAR_WHEN_UNPRIVILEGED: 'false',
          ACCEPT_NVIDIA_VISIBLE_DEVICES_AS_VOLUME_MOUNTS: 'true',
        }),
      })
      .prefault({}),
    devicePlugin: z
      .strictObject({
        /** How a container learns its devices, best first. */
        deviceListStrategy: z
          .array(z.enum(['cdi-cri', 'cdi-annotations', 'volume-mounts', 'envvar']))
          .default(['cdi-cri', 'cdi-annotations', 'volume-mounts']),
        /** Xid errors that do not make a GPU unhealthy, e.g. `[109]`. */
        ignoredXids: z.array(z.int().min(1)).default([]),
      })
      .prefault({}),
    dcgm: z
      .strictObject({
        /** Stand-alone host engine; NVSentinel reads it. */
        enabled: z.boolean().default(true),
      })
      .prefault({}),
    dcgmExporter: z
      .strictObject({
        /** ServiceMonitor of the exporter. @default - on where prometheus-operator-crds is among the cluster's components */
        serviceMonitor: z.boolean().optional(),
        /** Scrape interval. Unit: seconds. */
        intervalSeconds: z.int().min(5).default(30),
        /** Keep the workload's own pod and namespace labels. */
        honorLabels: z.boolean().default(true),
        /** DCGM fields to export, as name → [Prometheus type, help]. */
        metrics: z
          .record(z.string(), z.tuple([z.enum(['gauge', 'counter', 'label']), z.string()]))
          .default(dcgmMetrics),
      })
      .prefault({}),
    /** GDRCopy's kernel module, for small control messages; built beside the operator's driver only. */
    gdrcopy: z.boolean().default(true),
    /** Labels of GPU nodes: product, memory, driver, MIG and NVLink domain. */
    gpuFeatureDiscovery: z.boolean().default(true),
    mig: z
      .strictObject({
        /** Partitions GPUs when a node's label `nvidia.com/mig.config` asks for it. */
        manager: z.boolean().default(true),
        /** How MIG slices are named as resources. */
        strategy: z.enum(['none', 'single', 'mixed']).default('single'),
      })
      .prefault({}),
    validator: z
      .strictObject({
        /** Run a CUDA pod that takes a free GPU. */
        withWorkload: z.boolean().default(false),
      })
      .prefault({}),
    operator: z
      .strictObject({
        /** A hook job brings CRDs along when the chart is upgraded. */
        upgradeCrds: z.boolean().default(true),
        requests: resources.default({ cpu: '200m', memory: '300Mi' }),
        limits: resources.default({ cpu: '500m', memory: '700Mi' }),
      })
      .prefault({}),
    /** Where the driver's root is on the node. @default - /run/nvidia/driver */
    driverInstallDir: z.string().startsWith('/').default('/run/nvidia/driver'),
    /** Where the toolkit goes on the node. @default - the chart's own */
    toolkitInstallDir: z.string().startsWith('/').optional(),
    /** Allow system-critical pods in the namespace by a ResourceQuota: GKE refuses them without. */
    criticalPodsQuota: z.boolean().default(false),
  })
  .superRefine(({ cluster, driver }, context) => {
    if (cluster.ownership.driver === 'operator' && driver.version === undefined)
      context.addIssue({
        code: 'custom',
        path: ['driver', 'version'],
        message: 'a driver version such as 580.126.20, because the operator installs the driver',
      });
  });
