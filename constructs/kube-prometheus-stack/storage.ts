interface Sizes {
  readonly claimGiB: number;
  readonly emptyDirGiB: number;
}

/** Storage of a Prometheus or Alertmanager: a claim of the storage class, or an emptyDir with a limit where there is none. */
export function monitoringStorage(storageClass: string | undefined, { claimGiB, emptyDirGiB }: Sizes) {
  if (storageClass === undefined) return { emptyDir: { sizeLimit: `${emptyDirGiB}Gi` } };
  return {
    volumeClaimTemplate: {
      spec: {
        storageClassName: storageClass,
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: `${claimGiB}Gi` } },
      },
    },
  };
}
