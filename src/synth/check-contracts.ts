import type { ClusterContext } from '../contract/cluster.ts';
import type { ComponentManifests } from '../contract/manifests.ts';
import type { Taint } from '../contract/scheduling.ts';
import type { Problem } from '../errors.ts';
import { parsePath, valueAt } from '../path.ts';
import { contains, parseRange } from '../recipe/range.ts';
import { parseVersion } from '../recipe/version.ts';
import type { CheckInput } from './check-input.ts';

/** Contracts over final values: each reads what is really emitted, not what a layer meant. */
export function contractProblems(input: CheckInput): Problem[] {
  const { synthesized, context } = input;
  return [
    ...allocation(context),
    ...synthesized.units.flatMap((unit) => [
      ...tolerated(unit, context.gpuNodes.taints),
      ...chartKubernetes(unit, input),
      ...architectures(unit, context),
    ]),
  ];
}

const broken = (path: string, message: string, hint: string): Problem => ({
  code: 'CONTRACT_BROKEN',
  path,
  message,
  hint,
});

/** Dynamic allocation is general from Kubernetes 1.34, and needs its driver. */
function allocation({ ownership, kubernetes, components }: ClusterContext): Problem[] {
  if (ownership.allocation !== 'dra') return [];
  const version = parseVersion(kubernetes);
  const problems: Problem[] = [];
  if (version && !contains({ from: ['1', '34'] }, version))
    problems.push(
      broken(
        'ownership.allocation',
        `dynamic resource allocation needs Kubernetes 1.34, and the cluster has ${kubernetes}`,
        'set ownership.allocation to device-plugin, or upgrade',
      ),
    );
  if (!components.includes('dra-driver-nvidia-gpu'))
    problems.push(
      broken(
        'ownership.allocation',
        'dynamic resource allocation needs dra-driver-nvidia-gpu, which is not in the recipe',
        'add the component, or set ownership.allocation to device-plugin',
      ),
    );
  // The operator's own plugin stays off then; somebody else's would hand out the same GPUs a second time.
  if (ownership.devicePlugin !== 'operator')
    problems.push(
      broken(
        'ownership.allocation',
        `the ${ownership.devicePlugin} runs a device plugin, which would hand out the same GPUs as dynamic resource allocation`,
        'switch that plugin off on the pool and set ownership.devicePlugin to operator, whose own stays off then',
      ),
    );
  return problems;
}

/** Daemons that must run on GPU nodes tolerate every taint of the pool. */
function tolerated({ component, release, scheduling }: ComponentManifests, taints: readonly Taint[]): Problem[] {
  return scheduling.accelerated
    .filter((path) => path.endsWith('olerations'))
    .flatMap((path) => {
      const tolerations = valueAt(release?.values, parsePath(path) ?? []);
      if (!Array.isArray(tolerations)) return [];
      return taints
        .filter((taint) => !tolerations.some((t) => tolerates(t, taint)))
        .map((taint) =>
          broken(
            `components.${component}.values.${path}`,
            `does not tolerate ${taint.key}=${taint.value}:${taint.effect}, which the GPU nodes carry`,
            'add a toleration under pools.gpu.tolerations, or take the taint off',
          ),
        );
    });
}

function tolerates(
  toleration: { key?: string; operator?: string; value?: string; effect?: string },
  taint: Taint,
): boolean {
  if (toleration.effect !== undefined && toleration.effect !== '' && toleration.effect !== taint.effect) return false;
  if (toleration.key === undefined || toleration.key === '') return toleration.operator === 'Exists';
  return toleration.key === taint.key && (toleration.operator === 'Exists' || (toleration.value ?? '') === taint.value);
}

/** The chart accepts the cluster's Kubernetes version. */
function chartKubernetes({ component, release }: ComponentManifests, { context, upstream }: CheckInput): Problem[] {
  const accepted = release ? upstream.chart(release.name, release.version)?.kubeVersion : undefined;
  const range = parseRange((accepted ?? '').replaceAll('-0', ''));
  const version = parseVersion(context.kubernetes);
  if (!range || !version || contains(range, version)) return [];
  return [
    broken(
      `components.${component}.chart.version`,
      `the chart accepts Kubernetes ${accepted}, and the cluster has ${context.kubernetes}`,
      'choose a version of one that the other accepts',
    ),
  ];
}

/** Images that run on GPU nodes are published for the pool's architecture. */
function architectures({ component, images }: ComponentManifests, { architecture }: ClusterContext): Problem[] {
  return images
    .filter((image) => image.nodeSide && !image.architectures.includes(architecture))
    .map(({ image, architectures: published, source }) =>
      broken(
        `components.${component}`,
        `${image} is published for ${published.join(', ')} only (${source}), and the GPU nodes are ${architecture}`,
        `take ${component} out, or choose an instance type of another architecture`,
      ),
    );
}
