import type { Expression } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import type { AksInput } from './input.ts';
import type { AzureTypes } from './resource-types.ts';
import { assignRole } from './roles.ts';

/**
 * A key of yours for the disks of nodes and volumes, in a vault that only Azure's disks may use: nobody reads it from a network.
 *
 * @see https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys
 */
export function aksEncryption(
  input: AksInput,
  group: Expression,
): {
  readonly resources: readonly PlannedResource[];
  readonly diskEncryptionSetId: Expression;
  /** Without it no disk can be opened. */
  readonly role: string;
} {
  const { account, tags } = input;
  const part = new Part<AzureTypes>('encryption');
  const protect = account.protect ? { protect: true as const } : {};
  const vault = part.add(
    'azure-native:keyvault:Vault',
    'key-vault',
    {
      resourceGroupName: group,
      vaultName: account.keyVaultName,
      properties: {
        tenantId: account.tenantId,
        sku: { family: 'A', name: 'standard' },
        enableRbacAuthorization: true,
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
        // Disk encryption asks for it. It cannot be taken back.
        enablePurgeProtection: true,
        enabledForDeployment: false,
        enabledForDiskEncryption: false,
        enabledForTemplateDeployment: false,
        publicNetworkAccess: 'Disabled',
        networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' },
      },
      tags,
    },
    protect,
  );
  const key = part.add(
    'azure-native:keyvault:Key',
    'disk-key',
    {
      resourceGroupName: group,
      vaultName: output(vault, 'name'),
      keyName: 'disks',
      properties: {
        kty: 'RSA',
        keySize: 3072,
        keyOps: ['wrapKey', 'unwrapKey'],
        // A new version a year; disks follow it by themselves.
        rotationPolicy: { lifetimeActions: [{ action: { type: 'rotate' }, trigger: { timeAfterCreate: 'P1Y' } }] },
      },
      tags,
    },
    // Deleting it goes through the vault's own endpoint, which is closed; it stays with the vault.
    { ...protect, retainOnDelete: true },
  );
  const set = part.add('azure-native:compute:DiskEncryptionSet', 'disk-encryption', {
    resourceGroupName: group,
    identity: { type: 'SystemAssigned' },
    encryptionType: 'EncryptionAtRestWithCustomerKey',
    activeKey: { keyUrl: output(key, 'keyUriWithVersion'), sourceVault: { id: output(vault, 'id') } },
    rotationToLatestKeyVersionEnabled: true,
    tags,
  });
  const role = assignRole(part, input, 'disk-encryption-role', {
    role: 'Key Vault Crypto Service Encryption User',
    principalId: output(set, 'identity', 'principalId'),
    scope: output(vault, 'id'),
    description: 'Disks are opened and closed with the key',
  });
  return { resources: part.resources, diskEncryptionSetId: output(set, 'id'), role };
}
