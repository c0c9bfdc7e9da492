import { withArgs, withValue } from '../changes.ts';
import { sampleInput } from '../inputs.ts';
import { AKS, AL2023, bottlerocket, GB200, GKE, H100, NODES, OKE, props } from './clusters.ts';
import type { Violation } from './violation.ts';

/** Driver, toolkit and device plugin: node-pools.md 9. */
export const SOFTWARE: readonly Violation[] = [
  {
    breaks: 'gpu-stack-owner',
    when: 'the operator installs a driver on the AL2023 image of EKS, which has one',
    input: () => withValue(sampleInput(AL2023), 'gpu-operator', ['driver', 'enabled'], true),
    says: ['amiType is AL2023_x86_64_NVIDIA', 'gpu-operator: driver.enabled is true'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: 'the operator installs a toolkit on the AL2023 image of EKS, which has one',
    input: () => withValue(sampleInput(AL2023), 'gpu-operator', ['toolkit', 'enabled'], true),
    says: ['amiType is AL2023_x86_64_NVIDIA', 'gpu-operator: toolkit.enabled is true'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: 'an EKS image without a driver is left to the image',
    input: () => withArgs(sampleInput(AL2023), NODES, ['amiType'], 'AL2023_x86_64_STANDARD'),
    says: ['amiType is AL2023_x86_64_STANDARD', 'driver.enabled is false'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: 'the operator runs a device plugin beside that of Bottlerocket',
    input: () => withValue(bottlerocket(), 'gpu-operator', ['devicePlugin', 'enabled'], true),
    says: ['amiType is BOTTLEROCKET_x86_64_NVIDIA', 'devicePlugin.enabled is true'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: 'nobody brings the driver of an Ubuntu image on EKS',
    input: () => withValue(sampleInput(H100), 'gpu-operator', ['driver', 'enabled'], false),
    says: ['ownership.driver is operator', 'driver.enabled is false'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: 'GKE installs no driver, and the operator none either',
    input: () =>
      withArgs(sampleInput(GKE), NODES, ['nodeConfig', 'guestAccelerators', 0, 'gpuDriverInstallationConfig'], {
        gpuDriverVersion: 'INSTALLATION_DISABLED',
      }),
    says: ['gpuDriverVersion is INSTALLATION_DISABLED', 'driver.enabled is false'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: "a label takes GKE's device plugin off, and the operator's stays off",
    input: () =>
      withArgs(sampleInput(GKE), NODES, ['nodeConfig', 'labels', 'gke-no-default-nvidia-gpu-device-plugin'], 'true'),
    says: ['gke-no-default-nvidia-gpu-device-plugin"] is true', 'devicePlugin.enabled is false'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: "the operator's device plugin runs beside GKE's",
    input: () => withValue(sampleInput(GKE), 'gpu-operator', ['devicePlugin', 'enabled'], true),
    says: ['gke-no-default-nvidia-gpu-device-plugin"] is not given', 'devicePlugin.enabled is true'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: 'AKS installs its driver where the operator does',
    input: () => withArgs(sampleInput(AKS), NODES, ['gpuProfile', 'driver'], 'Install'),
    says: ['gpuProfile.driver is Install', 'driver.enabled is true'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: 'the operator installs a toolkit on an AKS image, which has one',
    input: () => withValue(sampleInput(AKS), 'gpu-operator', ['toolkit', 'enabled'], true),
    says: ['vmSize is Standard_ND96isr_H100_v5', 'toolkit.enabled is true'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: "the operator's device plugin runs beside OKE's add-on",
    input: () => withValue(sampleInput(OKE), 'gpu-operator', ['devicePlugin', 'enabled'], true),
    says: ['disable-gpu-device-plugin"] is false', 'devicePlugin.enabled is true'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: "a label takes OKE's device plugin off, and the operator's stays off",
    input: () =>
      withArgs(
        sampleInput(OKE),
        NODES,
        ['initialNodeLabels'],
        [
          { key: 'nodeGroup', value: 'gpu-worker' },
          { key: 'oci.oraclecloud.com/disable-gpu-device-plugin', value: 'true' },
        ],
      ),
    says: ['disable-gpu-device-plugin"] is true', 'devicePlugin.enabled is false'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: 'device plugin and dynamic resource allocation both hand out GPUs',
    input: () => withValue(sampleInput(GB200), 'dra-driver-nvidia-gpu', ['resources', 'gpus', 'enabled'], true),
    says: ['devicePlugin.enabled is true', 'dra-driver-nvidia-gpu: resources.gpus.enabled is true'],
  },
  {
    breaks: 'gpu-stack-owner',
    when: 'GPUs come by dynamic resource allocation, and Bottlerocket runs its plugin all the same',
    input: () =>
      sampleInput(AL2023, {
        criteria: { os: 'bottlerocket' },
        ownership: { allocation: 'dra', devicePlugin: 'operator' },
        ...props('dra-driver-nvidia-gpu', {}),
      }),
    says: ['amiType is BOTTLEROCKET_x86_64_NVIDIA', 'resources.gpus.enabled is true'],
  },
  {
    breaks: 'driver-on-image',
    when: 'the operator shall install a driver on Container-Optimized OS',
    input: () =>
      withValue(
        withArgs(sampleInput(GKE), NODES, ['nodeConfig', 'guestAccelerators', 0, 'gpuDriverInstallationConfig'], {
          gpuDriverVersion: 'INSTALLATION_DISABLED',
        }),
        'gpu-operator',
        ['driver', 'enabled'],
        true,
      ),
    says: ['nodeConfig.imageType is COS_CONTAINERD', 'driver.enabled is true'],
  },
  {
    breaks: 'driver-root',
    when: "the operator looks for Google's driver in its own folder",
    input: () => sampleInput(GKE, props('gpu-operator', { driverInstallDir: '/run/nvidia/driver' })),
    says: ['gpuDriverVersion is DEFAULT', 'hostPaths.driverInstallDir is /run/nvidia/driver'],
  },
];
