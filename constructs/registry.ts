import type { Component } from '../src/contract/component.ts';
import { awsEbsCsiDriver } from './aws-ebs-csi-driver.ts';
import { awsEfa } from './aws-efa.ts';
import { certManager } from './cert-manager.ts';
import { computeDomain } from './compute-domain.ts';
import { draDriverNvidiaGpu } from './dra-driver-nvidia-gpu.ts';
import { dynamoPlatform } from './dynamo-platform.ts';
import { gatewayApiCrds } from './gateway-api-crds.ts';
import { gkeRdma } from './gke-rdma.ts';
import { gkeTcpx } from './gke-tcpx.ts';
import { gkeTcpxo } from './gke-tcpxo.ts';
import { gpuOperator } from './gpu-operator.ts';
import { hardwareGb200Nvl72 } from './hardware-gb200-nvl72.ts';
import { hardwareH100Efa } from './hardware-h100-efa.ts';
import { hardwareNdH100 } from './hardware-nd-h100.ts';
import { inferenceExtensionCrds } from './inference-extension-crds.ts';
import { jobset } from './jobset.ts';
import { k8sEphemeralStorageMetrics } from './k8s-ephemeral-storage-metrics.ts';
import { kaiScheduler } from './kai-scheduler.ts';
import { kgateway } from './kgateway.ts';
import { kgatewayCrds } from './kgateway-crds.ts';
import { kubePrometheusStack } from './kube-prometheus-stack.ts';
import { kubeflowTrainer } from './kubeflow-trainer.ts';
import { metricsServer } from './metrics-server.ts';
import { networkOperator } from './network-operator.ts';
import { nodeTuning } from './node-tuning.ts';
import { nodewright } from './nodewright.ts';
import { nvsentinel } from './nvsentinel.ts';
import { prometheusAdapter } from './prometheus-adapter.ts';
import { prometheusOperatorCrds } from './prometheus-operator-crds.ts';

/** Every built-in component. To add one: write its file, then its line here. */
export const components: readonly Component[] = [
  awsEbsCsiDriver,
  awsEfa,
  certManager,
  computeDomain,
  draDriverNvidiaGpu,
  dynamoPlatform,
  gatewayApiCrds,
  gkeRdma,
  gkeTcpx,
  gkeTcpxo,
  gpuOperator,
  hardwareGb200Nvl72,
  hardwareH100Efa,
  hardwareNdH100,
  inferenceExtensionCrds,
  jobset,
  k8sEphemeralStorageMetrics,
  kaiScheduler,
  kgatewayCrds,
  kgateway,
  kubePrometheusStack,
  kubeflowTrainer,
  metricsServer,
  networkOperator,
  nodeTuning,
  nodewright,
  nvsentinel,
  prometheusAdapter,
  prometheusOperatorCrds,
];
