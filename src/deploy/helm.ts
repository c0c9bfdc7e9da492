import * as z from 'zod';
import { defineDeployer, type FileContent } from '../contract/deployer.ts';
import type { Bundle, KubeObject } from '../contract/manifests.ts';
import { parse } from '../parse.ts';
import { installScript } from './helm-install.ts';
import { folderOf, valuesFile } from './helm-steps.ts';
import { uninstallScript } from './helm-uninstall.ts';
import { objectFiles } from './object-files.ts';
import { requireLayout } from './require-layout.ts';
import { NAMESPACES, stepsOf } from './steps.ts';
import { toYaml } from './yaml.ts';

/** The deployer has no options of its own: what install.sh can do, it takes as flags. */
const helmOptions = z.strictObject({});

/**
 * Helm and kubectl: values, objects, and two scripts that bring them to a cluster and take them away. No Git, no controller.
 *
 * ```
 * install.sh                  in order of waves, waits, resumes, changes only what differs
 * uninstall.sh                in reverse, keeps namespaces and CRDs unless told
 * values/
 *   gpu-operator.yaml         values of the chart
 * manifests/                  our own objects, one a file, applied as they stand
 *   namespaces/
 *   gpu-operator/before/  gpu-operator/main/  gpu-operator/after/
 * ```
 */
export const helm = defineDeployer({
  name: 'helm',
  title: 'Helm',
  needsGit: false,
  options: helmOptions,
  layOut(bundle: Bundle): ReadonlyMap<string, FileContent> {
    parse(helmOptions, bundle.options, { code: 'DOCUMENT_INVALID', at: ['gitops', 'options'] });
    requireLayout(bundle);
    const tree = new Map<string, FileContent>();
    const add = (folder: string, objects: readonly KubeObject[]): void => {
      for (const [file, object] of objectFiles(objects)) tree.set(`${folder}/${file}`, object);
    };
    tree.set('install.sh', installScript(bundle));
    tree.set('uninstall.sh', uninstallScript(bundle));
    add(`manifests/${NAMESPACES}`, bundle.namespaces);
    for (const step of stepsOf(bundle)) {
      if (step.release) tree.set(valuesFile(step.unit.component), toYaml(step.release.values));
      add(folderOf(step), step.objects);
    }
    return tree;
  },
  handOver(bundle: Bundle): string {
    const { name, kubernetes } = bundle.cluster;
    const minor = kubernetes.split('.').slice(0, 2).join('.');
    return `Helm 3.14 or later and kubectl 1.31 or later are needed, and a kubeconfig context of a Kubernetes ${minor} cluster. Look first, then install, from this folder:

\`\`\`sh
./install.sh --context ${name} --dry-run
./install.sh --context ${name}
\`\`\`

\`install.sh\` may be run again at any time: after an interruption it goes on where it stopped, and a release that has this chart, version and values already is left alone. \`--only A,B\` takes some components, \`--help\` lists the rest.

\`\`\`sh
./uninstall.sh --context ${name} --dry-run
./uninstall.sh --context ${name}
\`\`\`

\`uninstall.sh\` goes backwards and keeps namespaces and CRDs; \`--delete-crds\` and \`--delete-namespaces\` take them, and everything that people made of them, too.
`;
  },
});
