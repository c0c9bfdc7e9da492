import { existsSync, readFileSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { CnsError } from '../../errors.ts';
import { didYouMean } from '../../nearest.ts';
import {
  type KubeconfigCluster,
  type KubeconfigFile,
  type KubeconfigUser,
  readKubeconfigFile,
} from './kubeconfig-file.ts';

export interface ContextOptions {
  /** File of `--kubeconfig`. @default - KUBECONFIG, then ~/.kube/config, then the service account of the pod */
  readonly kubeconfig?: string;
  /** Name of a context. @default - that which the first file names */
  readonly context?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Folder that the service account of a pod is mounted at. @default /var/run/secrets/kubernetes.io/serviceaccount */
  readonly serviceAccount?: string;
}

/** One cluster and who asks it, as the files say. Paths in `cluster` are below `clusterFolder`, those in `user` below `userFolder`. */
export interface ChosenContext {
  /** For errors, e.g. `context "prod" of /home/ada/.kube/config`. */
  readonly where: string;
  readonly cluster: KubeconfigCluster;
  readonly clusterFolder: string;
  readonly user: KubeconfigUser;
  readonly userFolder: string;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Finds the cluster that is meant, as kubectl does: of several files in KUBECONFIG the first that says something counts, and files that
 * do not exist are passed over.
 *
 * @throws CnsError `CLUSTER_UNREACHABLE` when there is none, with what was looked at
 */
export function chooseContext(options: ContextOptions): ChosenContext {
  const candidates = kubeconfigFiles(options);
  const files = candidates
    .filter((file) => options.kubeconfig !== undefined || existsSync(file))
    .map(readKubeconfigFile);
  if (files.length === 0) {
    const inCluster = options.context === undefined ? serviceAccountOf(options) : undefined;
    if (inCluster !== undefined) return inCluster;
    throw refused(
      `no cluster is named: there is no ${candidates.join(', no ') || 'kubeconfig'}`,
      'name a file with --kubeconfig or KUBECONFIG',
    );
  }
  const names = files.map(({ file }) => file).join(', ');
  const contexts = entriesOf(files, 'contexts');
  const wanted = options.context ?? first(files, ({ content }) => content['current-context']);
  const known = [...contexts.keys()].sort();
  if (wanted === undefined)
    throw refused(
      `${names}: no context is chosen`,
      `name one with --kube-context: ${known.join(', ') || 'there is none'}`,
    );
  const context = contexts.get(wanted)?.entry.context;
  if (context === undefined)
    throw refused(
      `${names}: there is no context ${JSON.stringify(wanted)}; there are: ${known.join(', ') || 'none'}`,
      didYouMean(wanted, known) ?? 'see `kubectl config get-contexts`',
    );
  const where = `context ${JSON.stringify(wanted)} of ${names}`;
  const cluster = entriesOf(files, 'clusters').get(context.cluster);
  if (cluster === undefined)
    throw refused(`${where}: there is no cluster ${JSON.stringify(context.cluster)}`, 'see `kubectl config view`');
  const user = context.user ? entriesOf(files, 'users').get(context.user) : undefined;
  if (context.user && user === undefined)
    throw refused(`${where}: there is no user ${JSON.stringify(context.user)}`, 'see `kubectl config view`');
  return {
    where,
    cluster: cluster.entry.cluster,
    clusterFolder: cluster.folder,
    user: user?.entry.user ?? NOBODY,
    userFolder: user?.folder ?? options.cwd,
  };
}

/** The files that are looked at, whether they exist or not. */
export function kubeconfigFiles({
  kubeconfig,
  env,
  cwd,
}: Pick<ContextOptions, 'kubeconfig' | 'env' | 'cwd'>): string[] {
  if (kubeconfig !== undefined) return [resolve(cwd, kubeconfig)];
  if (env.KUBECONFIG) {
    const named = env.KUBECONFIG.split(delimiter).filter((file) => file !== '');
    return [...new Set(named.map((file) => resolve(cwd, file)))];
  }
  return env.HOME && isAbsolute(env.HOME) ? [join(env.HOME, '.kube', 'config')] : [];
}

type Section = 'clusters' | 'users' | 'contexts';
type EntryOf<S extends Section> = NonNullable<KubeconfigFile['content'][S]>[number];

function entriesOf<S extends Section>(
  files: readonly KubeconfigFile[],
  section: S,
): ReadonlyMap<string, { readonly entry: EntryOf<S>; readonly folder: string }> {
  const entries = new Map<string, { readonly entry: EntryOf<S>; readonly folder: string }>();
  for (const { content, folder } of files) {
    for (const entry of (content[section] ?? []) as readonly EntryOf<S>[]) {
      if (!entries.has(entry.name)) entries.set(entry.name, { entry, folder });
    }
  }
  return entries;
}

function first<T, U>(items: readonly T[], pick: (item: T) => U | undefined): U | undefined {
  for (const item of items) {
    const found = pick(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
function serviceAccountOf({ env, serviceAccount = SERVICE_ACCOUNT }: ContextOptions): ChosenContext | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  const token = join(serviceAccount, 'token');
  if (!host || !port || !isReadable(token)) return undefined;
  return {
    where: 'service account of this pod',
    cluster: {
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      'certificate-authority': join(serviceAccount, 'ca.crt'),
      'certificate-authority-data': undefined,
      'tls-server-name': undefined,
      'proxy-url': undefined,
    },
    clusterFolder: serviceAccount,
    user: { ...NOBODY, tokenFile: token },
    userFolder: serviceAccount,
  };
}

function isReadable(file: string): boolean {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}

/** A user with no credentials at all: anonymous, or a proxy that adds them. */
const NOBODY: KubeconfigUser = {
  'client-certificate': undefined,
  'client-certificate-data': undefined,
  'client-key': undefined,
  'client-key-data': undefined,
  token: undefined,
  tokenFile: undefined,
  username: undefined,
  password: undefined,
  as: undefined,
  'as-uid': undefined,
};

const refused = (message: string, hint: string): CnsError =>
  new CnsError({ code: 'CLUSTER_UNREACHABLE', message, hint });
