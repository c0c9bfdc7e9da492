import type { ResolvedRecipeDocument } from '../../recipe/resolved-document.ts';
import type { Setting } from './rule.ts';

/** Who brings a setting to a node, and so where to look when it is not there. Keyed by channel. */
export function remediationOf(setting: Setting, recipe: ResolvedRecipeDocument): string {
  const reboot = setting.reboot ? ' It takes a reboot of the node.' : '';
  return `${WAYS[setting.channel](setting, recipe)}${reboot}`;
}

type Way = (setting: Setting, recipe: ResolvedRecipeDocument) => string;

const agent = ({ components }: ResolvedRecipeDocument): string =>
  Object.hasOwn(components, 'node-tuning')
    ? 'see the status of the resource of component node-tuning'
    : 'the recipe has no component node-tuning; add it, or set it on the node image';

const WAYS = {
  profile: (_, recipe) => `A package of the node agent brings it: ${agent(recipe)}.`,
  agent: (_, recipe) => `The general packages of the node agent bring it: ${agent(recipe)}.`,
  chart: ({ kind }) =>
    kind === 'module-parameter'
      ? 'A chart value brings it: driver.kernelModuleConfig of component gpu-operator; sync it, and let the driver pods restart.'
      : 'Component gpu-operator brings it with its driver container: look at the driver DaemonSet.',
  pool: ({ because }) =>
    `The node pool must bring it: apply the stack of this cluster (\`cnsctl infra plan\`) and replace the node.${because === '' ? '' : ` ${sentence(because)}`}`,
  image: ({ because }) =>
    `The node image should bring it: check that the node runs the image of the recipe.${because === '' ? '' : ` ${sentence(because)}`}`,
  none: ({ because }) =>
    `Nothing here can bring it on this service and operating system.${because === '' ? '' : ` ${sentence(because)}`} Set it on the node yourself, or take the setting out in a layer of your own.`,
} satisfies Record<Setting['channel'], Way>;

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
