import type { Expression } from '../expression.ts';
import type { Part } from '../resource.ts';
import type { AksInput } from './input.ts';
import type { AzureTypes } from './resource-types.ts';

/**
 * Ids of the roles that are given here.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
const ROLES = {
  AcrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  'Key Vault Crypto Service Encryption User': 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  'Managed Identity Operator': 'f1a07417-d97a-45cb-824c-7a7467783830',
  'Network Contributor': '4d97b98b-1d4f-4787-a291-c67834d212e7',
  'Private DNS Zone Contributor': 'b12aa53e-6015-4669-85d0-8515ebb3ae7f',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
} as const;

/** Lets an identity do something with one resource, and says what for. */
export function assignRole(
  part: Part<AzureTypes>,
  { account }: Pick<AksInput, 'account'>,
  name: string,
  {
    role,
    ...where
  }: {
    readonly role: keyof typeof ROLES;
    readonly principalId: Expression;
    readonly scope: string | Expression;
    readonly description: string;
  },
): string {
  return part.add('azure-native:authorization:RoleAssignment', name, {
    ...where,
    // Without it Azure looks the identity up in a directory that may not have it yet.
    principalType: 'ServicePrincipal',
    roleDefinitionId: `/subscriptions/${account.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`,
  }).name;
}
