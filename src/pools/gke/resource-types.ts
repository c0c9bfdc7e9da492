// Types only: the names and types of every argument are checked by the compiler, and nothing of the SDK is loaded.
import type { Firewall, FirewallArgs } from '@pulumi/gcp/compute/firewall.js';
import type { Network, NetworkArgs } from '@pulumi/gcp/compute/network.js';
import type { ResourcePolicy, ResourcePolicyArgs } from '@pulumi/gcp/compute/resourcePolicy.js';
import type { Router, RouterArgs } from '@pulumi/gcp/compute/router.js';
import type { RouterNat, RouterNatArgs } from '@pulumi/gcp/compute/routerNat.js';
import type { Subnetwork, SubnetworkArgs } from '@pulumi/gcp/compute/subnetwork.js';
import type { Cluster, ClusterArgs } from '@pulumi/gcp/container/cluster.js';
import type { NodePool, NodePoolArgs } from '@pulumi/gcp/container/nodePool.js';
import type { CryptoKey, CryptoKeyArgs } from '@pulumi/gcp/kms/cryptoKey.js';
import type { CryptoKeyIAMMember, CryptoKeyIAMMemberArgs } from '@pulumi/gcp/kms/cryptoKeyIAMMember.js';
import type { KeyRing, KeyRingArgs } from '@pulumi/gcp/kms/keyRing.js';
import type { IAMMember, IAMMemberArgs } from '@pulumi/gcp/projects/iammember.js';
import type { Account, AccountArgs } from '@pulumi/gcp/serviceaccount/account.js';
import type { Planned } from '../resource.ts';

/** Every type that a GKE cluster is made of. A new one does not compile in stacks/ until its class is named there. */
export type GcpTypes = {
  'gcp:compute/firewall:Firewall': [Firewall, FirewallArgs];
  'gcp:compute/network:Network': [Network, NetworkArgs];
  'gcp:compute/resourcePolicy:ResourcePolicy': [ResourcePolicy, ResourcePolicyArgs];
  'gcp:compute/router:Router': [Router, RouterArgs];
  'gcp:compute/routerNat:RouterNat': [RouterNat, RouterNatArgs];
  'gcp:compute/subnetwork:Subnetwork': [Subnetwork, SubnetworkArgs];
  'gcp:container/cluster:Cluster': [Cluster, ClusterArgs];
  'gcp:container/nodePool:NodePool': [NodePool, NodePoolArgs];
  'gcp:kms/cryptoKey:CryptoKey': [CryptoKey, CryptoKeyArgs];
  'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember': [CryptoKeyIAMMember, CryptoKeyIAMMemberArgs];
  'gcp:kms/keyRing:KeyRing': [KeyRing, KeyRingArgs];
  'gcp:projects/iAMMember:IAMMember': [IAMMember, IAMMemberArgs];
  'gcp:serviceaccount/account:Account': [Account, AccountArgs];
};

/** A node pool, and what stands in it, with expressions in place of values that are not known yet. */
export type PoolArgs = Planned<NodePoolArgs>;
export type NodeConfig = NonNullable<PoolArgs['nodeConfig']>;
