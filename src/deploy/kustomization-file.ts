import type { FileObject } from '../contract/deployer.ts';

/** A folder's kustomization.yaml, which lists its files in the order given: nothing else in the folder is applied. */
export function kustomizationFile(files: readonly string[]): FileObject {
  return { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: files };
}
