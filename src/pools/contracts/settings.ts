import type { Contract } from './contract.ts';
import { broken, said } from './said.ts';

/** Every setting goes one way to the node. */
export const settingsOnce: Contract = {
  id: 'settings-once',
  about:
    'Each setting reaches the node one way: the pool places what is its own exactly once or says why it cannot, and nothing of the agent, chart or image.',
  halves: ['placements of the compiled pool', 'carrier of each setting of the recipe'],
  source: 'recipes/channels.yaml',
  check({ compiled, plan }) {
    if (!compiled) return [];
    const places = new Map<string, string[]>();
    const note = (setting: string, where: string) => places.set(setting, [...(places.get(setting) ?? []), where]);
    for (const { setting, where } of compiled.placements) note(setting, where);
    for (const { setting, why } of compiled.inexpressible) note(setting, `inexpressible: ${why}`);
    return plan.gpu.settings
      .map((setting) => ({ setting, found: places.get(setting.id) ?? [] }))
      .filter(({ setting, found }) => found.length !== (setting.carrier === 'pool' ? 1 : 0))
      .map(({ setting: { id, carrier, name }, found }) =>
        broken({
          path: `tuning.gpu.settings.${id}`,
          pool: said(`places of ${id} in the pool`, found.length === 0 ? 'none' : found.join('; ')),
          tree: said(`carrier of ${id}`, carrier),
          because: carrier === 'pool' ? `${name} must be placed once` : `${name} would be set twice`,
          hint: 'correct the row of the service in recipes/channels.yaml, or the compiler of the cloud',
        }),
      );
  },
};
