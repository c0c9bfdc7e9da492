import { Firewall } from '@pulumi/gcp/compute/firewall.js';
import { Network } from '@pulumi/gcp/compute/network.js';
import { ResourcePolicy } from '@pulumi/gcp/compute/resourcePolicy.js';
import { Router } from '@pulumi/gcp/compute/router.js';
import { RouterNat } from '@pulumi/gcp/compute/routerNat.js';
import { Subnetwork } from '@pulumi/gcp/compute/subnetwork.js';
import { Cluster } from '@pulumi/gcp/container/cluster.js';
import { NodePool } from '@pulumi/gcp/container/nodePool.js';
import { CryptoKey } from '@pulumi/gcp/kms/cryptoKey.js';
import { CryptoKeyIAMMember } from '@pulumi/gcp/kms/cryptoKeyIAMMember.js';
import { KeyRing } from '@pulumi/gcp/kms/keyRing.js';
import { IAMMember } from '@pulumi/gcp/projects/iammember.js';
import { Account } from '@pulumi/gcp/serviceaccount/account.js';
import type { GcpTypes } from '../src/pools/gke/resource-types.ts';
import type { Classes } from './create.ts';

/** The class of every type that a GKE plan may name. */
export const gkeClasses: Classes<GcpTypes> = {
  'gcp:compute/firewall:Firewall': Firewall,
  'gcp:compute/network:Network': Network,
  'gcp:compute/resourcePolicy:ResourcePolicy': ResourcePolicy,
  'gcp:compute/router:Router': Router,
  'gcp:compute/routerNat:RouterNat': RouterNat,
  'gcp:compute/subnetwork:Subnetwork': Subnetwork,
  'gcp:container/cluster:Cluster': Cluster,
  'gcp:container/nodePool:NodePool': NodePool,
  'gcp:kms/cryptoKey:CryptoKey': CryptoKey,
  'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember': CryptoKeyIAMMember,
  'gcp:kms/keyRing:KeyRing': KeyRing,
  'gcp:projects/iAMMember:IAMMember': IAMMember,
  'gcp:serviceaccount/account:Account': Account,
};
