import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { textsOf } from './problems-of.ts';
import { bundleOf, layOut, oneCaseAnIntent, resolved } from './samples.ts';

/** Everything that a cluster file gives once. */
const shared = {
  registryMirror: 'mirror.example.com/copies',
  pullSecrets: ['pull-copies'],
  storageClass: 'fast',
  proxy: { https: 'http://proxy.example.com:3128', noProxy: '10.0.0.0/8' },
  labels: { team: 'ml' },
  annotations: { 'example.com/owner': 'ml' },
};

/** Releases of definitions: they run nothing. */
const RUNS_NOTHING = ['kgateway-crds', 'prometheus-operator-crds'];

const REGISTRIES =
  /[a-z0-9./-]*(nvcr\.io|ghcr\.io|registry\.k8s\.io|quay\.io|docker\.io|gcr\.io|pkg\.dev|amazonaws\.com|mcr\.microsoft\.com)[^"\\]*/g;

describe.each(oneCaseAnIntent)('$name', (one) => {
  it('what is given once reaches every component', () => {
    const { units } = bundleOf(resolved(one, { shared }));
    for (const { component, release, objects } of units) {
      const own = [...objects.before, ...objects.main, ...objects.after];
      const text = JSON.stringify([release?.values, own]);
      const direct = [...text.matchAll(REGISTRIES)].map(([found]) => found);
      expect(
        direct.filter((image) => !image.startsWith(`${shared.registryMirror}/`)),
        `${component} pulls past the mirror`,
      ).toEqual([]);
      if (release && !RUNS_NOTHING.includes(component)) {
        expect(text, `${component} and the mirror`).toContain(shared.registryMirror);
        expect(text, `${component} and the pull secret`).toContain('pull-copies');
      }
      for (const { kind, metadata } of own) {
        expect(metadata.labels, `${component} ${kind}`).toMatchObject(shared.labels);
        expect(metadata.annotations, `${component} ${kind}`).toMatchObject(shared.annotations);
      }
    }
  });

  it('Argo CD may read and write all that its Applications name', () => {
    const files = layOut(bundleOf(resolved(one)), 'argocd');
    const project = (load(files.get('bootstrap/project.yaml') ?? '') as Project).spec;
    const applications = [...files]
      .filter(([path]) => path.startsWith('applications/'))
      .map(([, text]) => load(text) as Application);
    expect(applications.length).toBeGreaterThan(8);
    for (const { metadata, spec } of applications) {
      expect(project.sourceRepos, metadata.name).toContain(spec.source.repoURL);
      expect(project.destinations, metadata.name).toContainEqual(spec.destination);
    }
  });
});

it.each(oneCaseAnIntent.filter(({ query }) => query.service === 'eks'))(
  '$name: the class gp3 goes with the driver that makes it',
  (one) => {
    const components = { 'aws-ebs-csi-driver': null };
    expect(textsOf(() => resolved(one, { components, shared: {} }))[0]).toMatch(
      /DOCUMENT_INVALID at shared\.storageClass\n {2}is missing: the class gp3 is made with the tree's EBS driver/,
    );
    expect(resolved(one, { components, shared: { storageClass: 'own' } }).context.storageClass).toBe('own');
  },
);

interface Project {
  readonly spec: { readonly sourceRepos: readonly string[]; readonly destinations: readonly object[] };
}

interface Application {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly source: { readonly repoURL: string }; readonly destination: object };
}
