import * as z from 'zod';

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const aggregation = z.enum(['avg', 'sum', 'max', 'min']).default('avg');
const name = z.string().regex(METRIC_NAME, 'a Prometheus metric name');

const customMetric = z.strictObject({
  /** Prometheus series, e.g. `DCGM_FI_DEV_GPU_UTIL`. */
  series: name,
  /**
   * Labels that name the pod: `pod` with namespace and pod (a monitor that honours the exporter's labels), `exported` with
   * exported_namespace and exported_pod (one that does not).
   */
  labels: z.enum(['pod', 'exported']).default('pod'),
  /** How several GPUs of one pod become one number. */
  aggregation,
  /** The newest sample within this time counts; an average would let an autoscaler wait for minutes. Unit: seconds. */
  windowSeconds: z.int().min(15).default(60),
});

const externalMetric = z.strictObject({
  series: name,
  /** How all GPUs of the cluster become one number. */
  aggregation,
  /** Each GPU is averaged over this time first. Unit: seconds. */
  windowSeconds: z.int().min(15).default(120),
});

const GPU_UTIL = { series: 'DCGM_FI_DEV_GPU_UTIL' };
const FB_USED = { series: 'DCGM_FI_DEV_FB_USED' };
const POWER_USAGE = { series: 'DCGM_FI_DEV_POWER_USAGE' };

/** Metrics of pods. Names, series and windows are those of NVIDIA AICR v0.11.1. Units: percent, MiB, W. */
export const customMetrics = z.record(name, customMetric).prefault({
  gpu_utilization: GPU_UTIL,
  gpu_memory_used: FB_USED,
  gpu_power_usage: POWER_USAGE,
  workload_gpu_utilization: { ...GPU_UTIL, labels: 'exported' },
  workload_gpu_memory_used: { ...FB_USED, labels: 'exported' },
});

/** Metrics of the cluster. */
export const externalMetrics = z.record(name, externalMetric);

/** Averages of DCGM over all GPUs, from the same source. */
export const dcgmExternalMetrics: z.output<typeof externalMetrics> = externalMetrics.parse({
  dcgm_gpu_utilization: GPU_UTIL,
  dcgm_gpu_memory_used: FB_USED,
  dcgm_gpu_power_usage: POWER_USAGE,
});

const LABELS = {
  pod: { namespace: 'namespace', pod: 'pod' },
  exported: { namespace: 'exported_namespace', pod: 'exported_pod' },
} as const;

/** Rule of the adapter for a metric of pods. */
export function customRule(
  as: string,
  { series, labels, aggregation: fold, windowSeconds }: z.output<typeof customMetric>,
) {
  const { namespace, pod } = LABELS[labels];
  return {
    seriesQuery: `${series}{${namespace}!="",${pod}!=""}`,
    resources: { overrides: { [namespace]: { resource: 'namespace' }, [pod]: { resource: 'pod' } } },
    name: { as },
    metricsQuery: `${fold}(last_over_time(<<.Series>>{<<.LabelMatchers>>}[${windowSeconds}s])) by (<<.GroupBy>>)`,
  };
}

/** Rule of the adapter for a metric of the cluster: no namespace, so any autoscaler may read it. */
export function externalRule(
  as: string,
  { series, aggregation: fold, windowSeconds }: z.output<typeof externalMetric>,
) {
  return {
    seriesQuery: series,
    resources: { namespaced: false },
    name: { as },
    metricsQuery: `${fold}(avg_over_time(<<.Series>>{<<.LabelMatchers>>}[${windowSeconds}s]))`,
  };
}
