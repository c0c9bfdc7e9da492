import { valueAt } from '../../path.ts';
import type { Contract } from './contract.ts';
import { made } from './made/read.ts';
import { broken, said } from './said.ts';
import { objectsOf, tree, unitOf, valuesOf } from './tree/read.ts';

/** A CSI driver that somebody has to install. */
interface Driver {
  readonly component: string;
  readonly services: readonly string[];
  /** The service's own add-on of the same driver. */
  readonly addOn: string;
  /** Where the chart has the service account that needs an identity. */
  readonly serviceAccount: readonly string[];
  /** Annotation of the account that gives it a role without an association. */
  readonly roleAnnotation: string;
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html */
const DRIVERS: Readonly<Record<string, Driver>> = {
  'ebs.csi.aws.com': {
    component: 'aws-ebs-csi-driver',
    services: ['eks'],
    addOn: 'aws-ebs-csi-driver',
    serviceAccount: ['controller', 'serviceAccount'],
    roleAnnotation: 'eks.amazonaws.com/role-arn',
  },
};

/** A class without its driver makes no volume. */
export const storageDriver: Contract = {
  id: 'storage-driver',
  about: 'Each storage class of the tree has its CSI driver, installed by one half, on a service that can run it.',
  halves: ['add-ons of the cluster, and its service', 'StorageClass objects and aws-ebs-csi-driver'],
  source: 'https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html',
  check(input) {
    const { addOns } = made(input);
    return objectsOf(input, 'StorageClass').flatMap(({ component, object }) => {
      const driver = DRIVERS[String(object.provisioner)];
      const isInstalled =
        driver && (unitOf(input, driver.component) || addOns.some(({ value }) => value === driver.addOn));
      if (!driver || (isInstalled && driver.services.includes(input.plan.service))) return [];
      return [
        broken({
          path: `components.${component}.storageClass`,
          pool: said(
            'service and add-ons of the cluster',
            [input.plan.service, ...addOns.map(({ value }) => value)].join(', '),
          ),
          tree: said(`${component}: StorageClass ${object.metadata.name} provisioner`, object.provisioner),
          because: 'nobody makes volumes of this class',
          hint: `add ${driver.component}, or name a storage class that the cluster has in shared.storageClass`,
        }),
      ];
    });
  },
};

/** A driver without an identity is refused by the cloud at the first volume. */
export const storageIdentity: Contract = {
  id: 'storage-identity',
  about:
    'The service account of the CSI driver in the tree has an identity in the account, by exactly its namespace and name.',
  halves: ['Pod Identity associations', 'namespace and controller.serviceAccount of aws-ebs-csi-driver'],
  source: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html',
  check(input) {
    const { addOns, identities } = made(input);
    if (!input.compiled) return [];
    return Object.values(DRIVERS).flatMap(({ component, roleAnnotation, serviceAccount: path }) => {
      const unit = unitOf(input, component);
      const account = valueAt(valuesOf(input, component), path);
      if (!unit || typeof valueAt(account, ['annotations', roleAnnotation]) === 'string') return [];
      const name = valueAt(account, ['name']);
      const isKnown = identities.some(
        ({ value }) => value.namespace === unit.namespace && value.serviceAccount === name,
      );
      const hasAgent = addOns.some(({ value }) => value === 'eks-pod-identity-agent');
      if (isKnown && hasAgent) return [];
      const known = identities.map(({ value }) => `${value.namespace}/${value.serviceAccount}`).join(', ') || 'none';
      return [
        broken({
          path: `components.${component}.controller`,
          pool: isKnown
            ? said('add-ons of the cluster', addOns.map(({ value }) => value).join(', '))
            : said('Pod Identity associations', known),
          tree: said(`${component}: namespace and ${path.join('.')}.name`, `${unit.namespace}/${String(name)}`),
          because: isKnown
            ? 'without eks-pod-identity-agent on the nodes no association is read'
            : 'the driver has no role, so no volume is made',
          hint: `leave controller.serviceAccount as it is, or give components.${component}.controller.roleArn`,
        }),
      ];
    });
  },
};

/**
 * Classes that every new cluster of a service has. EKS makes none that can be relied on.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/persistent-volumes
 * @see https://learn.microsoft.com/azure/aks/concepts-storage
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengcreatingpersistentvolumeclaim_topic-Provisioning_PVCs_on_BV.htm
 */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  gke: ['standard-rwo', 'premium-rwo', 'standard'],
  aks: ['default', 'managed-csi', 'managed-csi-premium', 'azurefile-csi', 'azurefile-csi-premium'],
  oke: ['oci-bv', 'oci'],
};

/** A claim of a class that nobody makes waits for ever. */
export const storageClass: Contract = {
  id: 'storage-class',
  about:
    'The storage class that volumes of the tree ask for by default is made by the tree or by the service, or the cluster file names it.',
  halves: [
    'storage classes of the service',
    'storageClassName in chart values and objects, StorageClass objects, shared.storageClass',
  ],
  source: 'https://kubernetes.io/docs/concepts/storage/storage-classes/',
  check(input) {
    const { cluster, plan, recipe } = input;
    const { storageClass: byDefault } = recipe.context;
    const ofService = BUILT_IN[plan.service] ?? [];
    // Another tree of the same cluster may have the driver, and the class with it.
    const isDriverElsewhere = Object.values(DRIVERS).some(
      ({ component, services }) => services.includes(plan.service) && !unitOf(input, component),
    );
    const isMade =
      byDefault === undefined ||
      byDefault === cluster.shared.storageClass ||
      ofService.includes(byDefault) ||
      objectsOf(input, 'StorageClass').some(({ object }) => object.metadata.name === byDefault);
    if (isMade || isDriverElsewhere) return [];
    return tree(input)
      .storageClasses.filter(({ value }) => value === byDefault)
      .map((claim) =>
        broken({
          path: 'shared.storageClass',
          pool: said(`storage classes of ${plan.service}`, ofService.join(', ') || 'none'),
          tree: claim,
          because: 'nobody makes a class of this name, so the claim waits for ever',
          hint: 'name a class that the cluster has in shared.storageClass, or let the tree make it',
        }),
      );
  },
};
