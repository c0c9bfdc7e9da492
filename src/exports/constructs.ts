/** Every construct, for anybody's cdk8s app. */

export { CertManager, type CertManagerProps } from '../../constructs/cert-manager.ts';
export { GpuOperator, type GpuOperatorProps } from '../../constructs/gpu-operator.ts';
export { components } from '../../constructs/registry.ts';
