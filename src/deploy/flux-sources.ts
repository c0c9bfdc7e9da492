import type { Bundle, KubeObject } from '../contract/manifests.ts';
import { compareText } from '../plain.ts';
import { type FluxContext, fluxObject } from './flux-context.ts';

const SOURCE = 'source.toolkit.fluxcd.io/v1';

/** A pinned version does not change; the interval only bounds how long a lost artifact stays lost. */
const PINNED_INTERVAL = '1h';

/** Where HelmReleases and Kustomizations get charts and folders from: one HelmRepository an address, one OCIRepository or GitRepository a component. */
export function fluxSources(context: FluxContext): KubeObject[] {
  const { units } = context.bundle;
  const helm = [...helmRepositoryNames(context.bundle)].map(([url, name]) =>
    fluxObject(context, [SOURCE, 'HelmRepository'], name, { interval: PINNED_INTERVAL, url }),
  );
  const oci = units.flatMap(({ component, release }) => {
    if (!release?.repository.startsWith('oci://')) return [];
    const { repository, name, version, digest } = release;
    return fluxObject(context, [SOURCE, 'OCIRepository'], component, {
      interval: PINNED_INTERVAL,
      url: `${repository}/${name}`,
      // A tag of OCI has no plus sign, Helm writes an underscore. Where the digest is known it decides.
      ref: { tag: version.replaceAll('+', '_'), ...(digest ? { digest } : {}) },
      layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
    });
  });
  const git = units.flatMap(({ component, git: source }) =>
    source
      ? fluxObject(context, [SOURCE, 'GitRepository'], component, {
          interval: PINNED_INTERVAL,
          url: source.url,
          // Not the tag: it can be moved.
          ref: { commit: source.commit },
        })
      : [],
  );
  return [...helm, ...oci, ...git];
}

/** The GitRepository of the tree itself. `git@host:path`, as Git writes it, becomes the address that Flux takes. */
export function treeRepository(context: FluxContext): KubeObject {
  const { git, options, root } = context;
  return fluxObject(context, [SOURCE, 'GitRepository'], root, {
    interval: options.interval,
    url: git.repoURL.replace(/^([^@/:]+@[^:/]+):(?!\/)/, 'ssh://$1/'),
    ref: gitRef(git.revision),
    ...(options.gitSecret ? { secretRef: { name: options.gitSecret } } : {}),
  });
}

/** A commit, a full name such as `refs/tags/v1`, or else a branch: Flux does not guess between branch and tag, so we do not either. */
function gitRef(revision: string): object {
  if (/^[0-9a-f]{40}$/.test(revision)) return { commit: revision };
  return revision.startsWith('refs/') ? { name: revision } : { branch: revision };
}

/** Address of a chart repository → name of its HelmRepository. */
export function helmRepositoryNames({ units }: Bundle): ReadonlyMap<string, string> {
  const urls = [...new Set(units.flatMap(({ release }) => release?.repository ?? []))].filter((url) =>
    url.startsWith('https://'),
  );
  const names = new Map<string, string>();
  for (const url of urls.toSorted(compareText)) {
    const base = url
      .slice('https://'.length)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 60);
    const taken = new Set(names.values());
    let name = base;
    for (let i = 2; taken.has(name); i++) name = `${base}-${i}`;
    names.set(url, name);
  }
  return names;
}
