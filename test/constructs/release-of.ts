import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { HelmChart, type HelmRelease } from '../../src/contract/helm-chart.ts';
import type { KubeObject } from '../../src/contract/manifests.ts';

/** What a construct puts into an app of its own: its release, if it has one, and every object in order. */
export interface Built {
  readonly release: HelmRelease;
  readonly objects: readonly KubeObject[];
}

/** Builds one construct alone in a fresh app, as a user of cdk8s would. */
export function releaseOf(create: (scope: Construct) => Construct): Built {
  const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
  const construct = create(chart);
  const helm = HelmChart.in(construct);
  return {
    get release() {
      if (!helm) throw new Error(`${construct.node.path} has no Helm chart`);
      return helm.record;
    },
    objects: chart.toJson() as KubeObject[],
  };
}
