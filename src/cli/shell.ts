import { basename, isAbsolute, join, resolve } from 'node:path';
import type { Config } from '../ops/config.ts';
import type { Engine } from '../ops/engine.ts';
import type { Io } from '../ops/ports.ts';
import type { PositionedDocument } from '../recipe/document.ts';
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
}

/** Replaces the real engine in tests. */
export type MakeEngine = (options: { readonly recipes?: string }) => Promise<Engine>;

export function createShell(argv: readonly string[], streams: Streams, makeEngine?: MakeEngine): Shell {
  const { stdout, env, cwd, importModule } = streams;
  const engines = new Map<string, Promise<Engine>>();
  let io: Promise<Io> | undefined;
  let config: Promise<Config> | undefined;
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
  return diskPorts({ cwd, stdin: stdin ?? readStdin });
}

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
