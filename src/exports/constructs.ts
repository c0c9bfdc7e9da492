/** Every construct, for anybody's cdk8s app, and all of them as the list that the engine takes. */
export { AwsEbsCsiDriver, type AwsEbsCsiDriverProps } from '../../constructs/aws-ebs-csi-driver.ts';
export { AwsEfa, type AwsEfaProps } from '../../constructs/aws-efa.ts';
export { CertManager, type CertManagerProps } from '../../constructs/cert-manager.ts';
export { ComputeDomain, type ComputeDomainProps } from '../../constructs/compute-domain.ts';
export { DraDriverNvidiaGpu, type DraDriverNvidiaGpuProps } from '../../constructs/dra-driver-nvidia-gpu.ts';
export type { DynamoPlatformProps } from '../../constructs/dynamo-platform/props.ts';
export { DynamoPlatform } from '../../constructs/dynamo-platform.ts';
export { GatewayApiCrds, type GatewayApiCrdsProps } from '../../constructs/gateway-api-crds.ts';
export { GkeRdma, type GkeRdmaProps } from '../../constructs/gke-rdma.ts';
export { GkeTcpx, type GkeTcpxProps } from '../../constructs/gke-tcpx.ts';
export { GkeTcpxo, type GkeTcpxoProps } from '../../constructs/gke-tcpxo.ts';
export { GpuOperator, type GpuOperatorProps } from '../../constructs/gpu-operator.ts';
export { HardwareGb200Nvl72, type HardwareGb200Nvl72Props } from '../../constructs/hardware-gb200-nvl72.ts';
export { HardwareH100Efa, type HardwareH100EfaProps } from '../../constructs/hardware-h100-efa.ts';
export { HardwareNdH100, type HardwareNdH100Props } from '../../constructs/hardware-nd-h100.ts';
export { InferenceExtensionCrds, type InferenceExtensionCrdsProps } from '../../constructs/inference-extension-crds.ts';
export { JobSet, type JobSetProps } from '../../constructs/jobset.ts';
export {
  K8sEphemeralStorageMetrics,
  type K8sEphemeralStorageMetricsProps,
} from '../../constructs/k8s-ephemeral-storage-metrics.ts';
export { KaiScheduler, type KaiSchedulerProps } from '../../constructs/kai-scheduler.ts';
export { Kgateway, type KgatewayProps } from '../../constructs/kgateway.ts';
export { KgatewayCrds, type KgatewayCrdsProps } from '../../constructs/kgateway-crds.ts';
export type { KubePrometheusStackProps } from '../../constructs/kube-prometheus-stack/props.ts';
export { KubePrometheusStack } from '../../constructs/kube-prometheus-stack.ts';
export { KubeflowTrainer, type KubeflowTrainerProps } from '../../constructs/kubeflow-trainer.ts';
export { MetricsServer, type MetricsServerProps } from '../../constructs/metrics-server.ts';
export { NetworkOperator, type NetworkOperatorProps } from '../../constructs/network-operator.ts';
export { NodeTuning, type NodeTuningProps } from '../../constructs/node-tuning.ts';
export { Nodewright, type NodewrightProps } from '../../constructs/nodewright.ts';
export { Nvsentinel, type NvsentinelProps } from '../../constructs/nvsentinel.ts';
export { PrometheusAdapter, type PrometheusAdapterProps } from '../../constructs/prometheus-adapter.ts';
export { PrometheusOperatorCrds, type PrometheusOperatorCrdsProps } from '../../constructs/prometheus-operator-crds.ts';
export { components } from '../../constructs/registry.ts';
