import type { Step } from './steps.ts';

/** A field of an object of a chart that a controller writes later: no drift, whatever a GitOps controller sees. */
export interface ControllerWritten {
  readonly group: string;
  readonly kind: string;
  /** For Argo CD: jq, which can say "of every webhook". */
  readonly jq: string;
  /** For Flux: a JSON pointer, which cannot, and so names the list. */
  readonly pointer: string;
  /** Who writes it. */
  readonly why: string;
}

const webhooks = (why: string): ControllerWritten[] =>
  ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => ({
    group: 'admissionregistration.k8s.io',
    kind,
    jq: '.webhooks[]?.clientConfig.caBundle',
    pointer: '/webhooks',
    why,
  }));

/** The charts make the Secret of the webhook's certificate empty. */
const certificate = (why: string): ControllerWritten => ({
  group: '',
  kind: 'Secret',
  jq: '.data',
  pointer: '/data',
  why,
});

/**
 * By component, read in the templates of the charts. No row for gpu-operator: its operator writes only the status of
 * ClusterPolicy. None for kai-scheduler: its webhooks are made by its operator, not by its chart.
 */
export const CONTROLLER_WRITTEN: Readonly<Record<string, readonly ControllerWritten[]>> = {
  'cert-manager': webhooks('cainjector writes the CA of the webhook'),
  'dynamo-platform': webhooks('the operator or cainjector writes the CA'),
  jobset: [...webhooks('the manager rotates its certificate'), certificate('the manager rotates its certificate')],
  'kube-prometheus-stack': webhooks('cainjector writes the CA'),
  'kubeflow-trainer': [
    ...webhooks('the manager rotates its certificate'),
    certificate('the manager rotates its certificate'),
  ],
  'network-operator': webhooks('cainjector writes the CA, where the admission controller is on'),
  nodewright: webhooks('the operator makes its own certificate'),
  nvsentinel: webhooks('cainjector writes the CA'),
  'prometheus-adapter': [
    {
      group: 'apiregistration.k8s.io',
      kind: 'APIService',
      jq: '.spec.caBundle',
      pointer: '/spec/caBundle',
      why: 'cainjector writes the CA',
    },
  ],
};

/** The rows for this step. Only charts bring such objects. */
export function controllerWritten({ unit, release }: Step): readonly ControllerWritten[] {
  return release ? (CONTROLLER_WRITTEN[unit.component] ?? []) : [];
}
