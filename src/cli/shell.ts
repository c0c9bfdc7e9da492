import { basename, isAbsolute, join, resolve } from 'node:path';
import type { Cluster } from '../io/kube/cluster.ts';
import type { Config } from '../ops/config.ts';
import type { Engine } from '../ops/engine.ts';
import type { Io } from '../ops/ports.ts';
import type { PositionedDocument } from '../recipe/document.ts';
import type { ClusterFlags } from './cluster-flags.ts';
import type { Streams } from './streams.ts';

/** Flags of every command that makes an engine. */
export interface EngineFlags {
  readonly recipes?: string;
  readonly allowPlugins?: boolean;
}

/** What commands have in hand. Whatever is heavy is loaded when it is asked for, so that help and version stay fast. */
export interface Shell {
  /** `cnsctl` or `eidos`: as the program was called. */
  readonly name: string;
  readonly streams: Streams;
  readonly configFile: string;
  /** Status to end with; commands set 1 when the answer is no. */
  exit: number;
  /** Path in a cluster document → the flag or file that gave it, for errors. */
  flags: ReadonlyMap<string, string>;
  out(text: string): void;
  io(): Promise<Io>;
  config(): Promise<Config>;
  /** The engine for a document: with the plugins that it names when they are allowed. Without a document, the built-in one. */
  engine(flags: EngineFlags, document?: PositionedDocument): Promise<Engine>;
  /**
   * The API server that the flags name, once a run. Nothing is asked of it yet.
   *
   * @param onWait is told that the server is busy and how long is waited
   * @throws CnsError `CLUSTER_UNREACHABLE` when no cluster is named, or its credentials cannot be read
   */
  cluster(flags: ClusterFlags, onWait?: (text: string) => void): Promise<Cluster>;
  /** Ends what keeps a process from ending: connections to a cluster. */
  close(): Promise<void>;
}

/** Replaces the real engine in tests. */
export type MakeEngine = (options: { readonly recipes?: string }) => Promise<Engine>;

export function createShell(argv: readonly string[], streams: Streams, makeEngine?: MakeEngine): Shell {
  const { stdout, env, cwd, importModule } = streams;
  const engines = new Map<string, Promise<Engine>>();
  let io: Promise<Io> | undefined;
  let config: Promise<Config> | undefined;
  let cluster: Promise<Cluster> | undefined;
  const shell: Shell = {
    name: nameOf(argv[1]),
    streams,
    configFile: configFileOf(env),
    exit: 0,
    flags: new Map(),
    out: (text) => void stdout.write(text),
    io: () => {
      io ??= loadIo(streams);
      return io;
    },
    config: () => {
      config ??= readConfig(shell);
      return config;
    },
    async engine(flags, document) {
      const { defaults } = await shell.config();
      const recipes = flags.recipes ?? defaults.recipes;
      const plugins = document === undefined ? [] : await allowedPlugins(document, flags.allowPlugins ?? false);
      const key = JSON.stringify([recipes, plugins]);
      const engine = engines.get(key) ?? loadEngine({ cwd, recipes, plugins, makeEngine, importModule });
      engines.set(key, engine);
      return engine;
    },
    cluster(flags, onWait) {
      cluster ??= loadCluster(streams, flags, onWait);
      return cluster;
    },
    async close() {
      // One that could not be opened was reported by whoever asked for it.
      (await cluster?.catch(() => undefined))?.close();
    },
  };
  return shell;
}

const NAMES = ['cnsctl', 'eidos'];

const nameOf = (script = ''): string =>
  NAMES.find((name) => basename(script).replace(/\.[cm]?[jt]s$/, '') === name) ?? 'cnsctl';

/** The XDG base directory specification: a relative XDG_CONFIG_HOME counts as not set. */
function configFileOf({ XDG_CONFIG_HOME = '', HOME = '' }: Streams['env']): string {
  const base = isAbsolute(XDG_CONFIG_HOME) ? XDG_CONFIG_HOME : join(HOME, '.config');
  return join(base, 'cnsctl', 'config.yaml');
}

async function loadIo({ cwd, stdin }: Streams): Promise<Io> {
  const { diskPorts, readStdin } = await import('../io/ports.ts');
  return diskPorts({ cwd, stdin: stdin ?? ((maxBytes) => readStdin(maxBytes)) });
}

async function loadCluster(
  { env, cwd, importModule }: Streams,
  { kubeconfig, kubeContext }: ClusterFlags,
  onWait?: (text: string) => void,
): Promise<Cluster> {
  const { openCluster } = await import('../io/kube/open-cluster.ts');
  return openCluster({
    env,
    cwd,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(kubeContext === undefined ? {} : { context: kubeContext }),
    ...(onWait === undefined ? {} : { onWait }),
    // A script finds it beside itself, as the build put it there.
    ...(importModule === undefined ? {} : { load: () => importModule(KUBERNETES) as Promise<KubernetesModule> }),
  });
}

type KubernetesModule = typeof import('../io/kube/kubernetes.ts');
const KUBERNETES = new URL('./kubernetes.js', import.meta.url).href;

async function readConfig(shell: Shell): Promise<Config> {
  const { loadConfig } = await import('../ops/config.ts');
  return loadConfig(await shell.io(), shell.configFile);
}

async function allowedPlugins(document: PositionedDocument, allowed: boolean): Promise<readonly string[]> {
  const { pluginsOf, refusePlugins } = await import('../ops/cluster-files.ts');
  if (!allowed) refusePlugins(document);
  return pluginsOf(document);
}

interface LoadEngine {
  readonly cwd: string;
  readonly recipes: string | undefined;
  readonly plugins: readonly string[];
  readonly makeEngine: MakeEngine | undefined;
  readonly importModule: Streams['importModule'];
}

async function loadEngine({ cwd, recipes: folder, plugins, makeEngine, importModule }: LoadEngine): Promise<Engine> {
  // As in src/io/ports.ts: in the process's own folder a path stays as it was written.
  const recipes = folder === undefined || cwd === process.cwd() ? folder : resolve(cwd, folder);
  if (makeEngine && plugins.length === 0) return makeEngine({ ...(recipes === undefined ? {} : { recipes }) });
  const [{ createEngine }, { loadPlugins }] = await Promise.all([
    import('../engine.ts'),
    import('../io/load-plugins.ts'),
  ]);
  return createEngine({
    plugins: await loadPlugins(plugins, cwd, importModule),
    ...(recipes === undefined ? {} : { recipes }),
  });
}
