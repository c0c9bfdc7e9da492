/** What an extension is made of: components, deployers, plugins. */
export { type Attributed, traced } from '../contract/attribution.ts';
export { type Check, defineCheck } from '../contract/check.ts';
export {
  type AgentPackage,
  type ClusterContext,
  clusterContext,
  type Ownership,
  type ResolvedSetting,
} from '../contract/cluster.ts';
export {
  type Collected,
  CollectFailure,
  type Collector,
  defineCollector,
  type Surroundings,
} from '../contract/collector.ts';
export {
  type Component,
  componentProps,
  defineComponent,
  type ImageUse,
  parseProps,
  type SchedulingPaths,
} from '../contract/component.ts';
export { type Deployer, defineDeployer, type FileContent, type FileObject } from '../contract/deployer.ts';
export { GitSource, type GitSourceRef, gitSourceRef } from '../contract/git-source.ts';
export {
  HelmChart,
  type HelmChartProps,
  type HelmChartRef,
  type HelmRelease,
  helmChartRef,
} from '../contract/helm-chart.ts';
export { kubeObject } from '../contract/kube-object.ts';
export type { Machine } from '../contract/machine.ts';
export type { Bundle, ComponentManifests, GitLocation, KubeObject } from '../contract/manifests.ts';
export { mirrored } from '../contract/mirror.ts';
export { type PhaseName, phase } from '../contract/phase.ts';
export { definePlugin, type Plugin } from '../contract/plugin.ts';
export type { Readiness } from '../contract/readiness.ts';
export type { Report, ReportItem } from '../contract/report.ts';
export { type Labels, type Taint, type Toleration, tolerate } from '../contract/scheduling.ts';
export { toYaml, toYamlDocuments } from '../deploy/yaml.ts';
export { CnsError, type ErrorCode, formatProblem, type Problem, type Source } from '../errors.ts';
export type { Snapshot } from '../snapshot/document.ts';
export type { Subject } from '../validate/subject.ts';
