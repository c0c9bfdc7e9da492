import { neededFeatures } from './features.ts';
import type { AksInput } from './input.ts';

/** What nobody can know from here, one sentence each. */
export const aksChecks = (input: AksInput): string[] => [...before(input), ...afterwards(input)];

function before({ account, gpuZone, instance, plan, region }: AksInput): string[] {
  const capabilities = [
    ...(account.encryptionAtHost ? ['EncryptionAtHostSupported'] : []),
    ...(plan.gpu.fabric === 'infiniband' ? ['RdmaEnabled'] : []),
    ...(plan.gpu.capacity === 'reserved' ? ['CapacityReservationSupported'] : []),
    ...(plan.gpu.capacity === 'spot' ? ['LowPriorityCapable'] : []),
  ];
  const place = gpuZone === undefined ? region : `zone ${gpuZone} of ${region}`;
  return [
    `${instance.name} is offered in ${place}${capabilities.length > 0 ? ` and has ${capabilities.join(', ')}` : ''}: az vm list-skus --location ${region} --size ${instance.name} --all --output json`,
    ...neededFeatures(plan, account).map(
      ({ name, namespace, because }) =>
        `the subscription feature ${namespace}/${name} is Registered (${because}): az feature show --namespace ${namespace} --name ${name}`,
    ),
    ...neededFeatures(plan, account)
      .filter(({ name }) => account.features[name] === 'register')
      .map(
        ({ name }) =>
          `Pulumi may refuse to make the registration of ${name} since it finds one already (pulumi-azure-native issue 1722): then register it by hand and say registered`,
      ),
    ...(plan.gpu.capacity === 'reserved'
      ? [
          'the identity of the cluster may use the reservation up to 60 minutes after it was given the role, and the role is on the group alone where Microsoft gives it on the whole resource group: run again when the pool is refused',
        ]
      : []),
  ];
}

function afterwards({ account, instance, plan }: AksInput): string[] {
  return [
    ...(account.nodeOsUpgrades === 'None'
      ? [
          'nobody patches the system of the nodes by itself: az aks nodepool upgrade --node-image-only, pool by pool, when jobs allow it',
        ]
      : []),
    ...(account.api.publicCidrs.length === 0 && account.privateDnsZoneId === undefined
      ? [
          'the API is reached from the network of the cluster alone: link its private DNS zone to networks that you peer',
        ]
      : []),
    ...(plan.gpu.capacity === 'spot'
      ? ['evicted nodes come back when pods wait for them and Azure has machines: nothing promises either']
      : []),
    `local NVMe disks of ${instance.name} are not used by images and emptyDir volumes: they need tooling for local volumes`,
    'after a refresh the cluster may list the GPU pool among its own: that is no change to make',
  ];
}
