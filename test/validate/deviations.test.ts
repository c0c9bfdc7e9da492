import { describe, expect, it } from 'vitest';
import type { ResolvedRecipeDocument } from '../../src/recipe/resolved-document.ts';
import type { Setting } from '../../src/validate/settings/rule.ts';
import { aGpu } from '../snapshot/a-snapshot.ts';
import { type Changeable, isNotMet, itemsAfter, recipes } from './items-after.ts';

/** Every setting that holds in some recipe, once. */
const settings = new Map<string, { recipe: ResolvedRecipeDocument; id: string; setting: Setting }>();
for (const recipe of recipes)
  for (const [id, setting] of Object.entries(recipe.tuning.gpu ?? {}))
    if (setting.state === 'applies')
      settings.set([setting.kind, setting.name, setting.comparison, setting.value].join(' '), { recipe, id, setting });

describe('each setting of the catalog that is otherwise on one of two nodes is found', () => {
  it.each([...settings].map(([name, one]) => ({ name, ...one })))('$name', ({ recipe, id, setting }) => {
    const items = itemsAfter(recipe, (_, node) => deviate(node, setting), 'tuning');
    expect(isNotMet(items, `tuning/gpu/${id}`)).toBe('not-met');
    expect(items.find((item) => item.id === `tuning/gpu/${id}`)?.found).toMatch(/ on gpu-2$/);
    expect(items.filter(({ outcome }) => outcome === 'not-met')).toHaveLength(1);
  });
});

function deviate(node: Changeable, { kind, name, comparison, value = '' }: Setting): void {
  const [first = '', second = ''] = name.split('.');
  const other = comparison === 'atLeast' ? String(Number(value) - 1) : `9${value}`;
  const changes: Record<Setting['kind'], () => void> = {
    'kernel-argument': () => {
      const [base = '', option] = name.split('=');
      node.os.bootArguments.push({
        name: base,
        value: option === undefined ? (base === 'iommu' ? 'off' : 'other') : `${option}=other`,
      });
    },
    sysctl: () => {
      node.os.sysctl[name] = other;
    },
    'huge-pages': () => {
      node.os.hugePages[name] = { total: Number(other), free: 0 };
    },
    module: () => void delete node.os.modules[name],
    'module-blocklist': () => {
      node.os.modules[name] = { parameters: {} };
    },
    'module-parameter': () => {
      const parameters = node.gpu.nvidia?.parameters ?? {};
      parameters[second.replace('NVreg_', '')] = 'other';
    },
    limit: () => {
      const limits = node.systemd.units[`${first}.service`]?.limits;
      if (limits && second !== '') limits[second] = '8388608';
      else node.systemd.userLimits[`* soft ${name}`] = '64';
      if (limits && comparison === 'atLeast') limits[second] = other;
    },
    governor: () => {
      node.os.cpu.governors = { performance: 95, powersave: 1 };
    },
    service: () => {
      if (comparison === 'absent') {
        const unit = node.systemd.units[`${name}.service`];
        if (unit) Object.assign(unit, { loadState: 'loaded', unitFileState: 'enabled', activeState: 'active' });
      } else node.gpu.nvidia?.gpus.push(aGpu({ persistence: 'disabled' }));
    },
    kubelet: () => {
      node.systemd.kubelet.settings[name] = 'other';
    },
  };
  changes[kind]();
}

const components = new Map<string, ResolvedRecipeDocument>();
for (const recipe of recipes) for (const name of Object.keys(recipe.components)) components.set(name, recipe);

describe('each component of the catalog', () => {
  it.each([...components].map(([name, recipe]) => ({ name, recipe })))(
    '$name in another version',
    ({ name, recipe }) => {
      const release = `Application/argocd/${name}`;
      const versioned = ['chart', 'git'].some((key) => Object.hasOwn(recipe.components[name] ?? {}, key));
      const items = itemsAfter(
        recipe,
        ({ k8s }) => {
          const there = k8s.releases[release];
          if (there) there.version = '99.0.0';
        },
        'component',
      );
      const item = items.find(({ id }) => id === `component/${name}/version`);
      expect(item?.outcome).toBe(versioned ? 'not-met' : 'met');
      if (versioned) expect(item?.found).toBe(`99.0.0 (${release})`);
    },
  );

  it.each([...components].map(([name, recipe]) => ({ name, recipe })))(
    '$name not there, or not ready',
    ({ name, recipe }) => {
      const release = `Application/argocd/${name}`;
      const gone = itemsAfter(
        recipe,
        ({ k8s }) => {
          delete k8s.releases[release];
          k8s.customResourceDefinitions = [];
          k8s.workloads = {};
          for (const key of Object.keys(k8s.customResources))
            if (key.startsWith('ComputeDomain')) delete k8s.customResources[key];
        },
        'component',
      );
      expect(isNotMet(gone, `component/${name}/version`)).toBe('not-met');
      expect(isNotMet(gone, `component/${name}/ready`)).toBe('not-met');
      const ill = itemsAfter(
        recipe,
        ({ k8s }) => {
          const there = k8s.releases[release];
          if (there) there.ready = 'Degraded';
        },
        'component',
      );
      expect(isNotMet(ill, `component/${name}/ready`)).toBe('not-met');
    },
  );
});
