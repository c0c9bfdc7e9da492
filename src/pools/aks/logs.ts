import type { Expression } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import type { AksInput } from './input.ts';
import type { AzureTypes } from './resource-types.ts';

/** Who did what to the API, without the reads, which are many. */
const CATEGORIES = ['kube-apiserver', 'kube-audit-admin', 'guard'];

/**
 * Logs of the control plane, in a workspace with a group of its own: both outlive the cluster, whose group takes everything with it.
 *
 * @see https://learn.microsoft.com/azure/aks/monitor-aks#aks-control-plane-resource-logs
 */
export function aksLogs(input: AksInput, clusterId: Expression): readonly PlannedResource[] {
  const { account, plan, region, tags } = input;
  const part = new Part<AzureTypes>('logs');
  const group = part.add(
    'azure-native:resources:ResourceGroup',
    'log-group',
    { resourceGroupName: `${plan.cluster}-logs`, location: region, tags },
    { retainOnDelete: true },
  );
  const workspace = part.add(
    'azure-native:operationalinsights:Workspace',
    'logs',
    {
      resourceGroupName: output(group, 'name'),
      workspaceName: `${plan.cluster}-logs`,
      sku: { name: 'PerGB2018' },
      retentionInDays: account.logRetentionDays,
      tags,
    },
    { retainOnDelete: true },
  );
  part.add('azure-native:monitor:DiagnosticSetting', 'cluster-logs', {
    resourceUri: clusterId,
    workspaceId: output(workspace, 'id'),
    // Tables of AKS's own, not the one that everything in Azure shares.
    logAnalyticsDestinationType: 'Dedicated',
    logs: CATEGORIES.map((category) => ({ category, enabled: true })),
  });
  return part.resources;
}
