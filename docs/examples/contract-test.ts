import { components } from 'cloud-native-stack/constructs';
import { type Component, componentProps, defineComponent, kubeObject, parseProps } from 'cloud-native-stack/contract';
import { violations } from 'cloud-native-stack/testing';
import { Construct } from 'constructs';
import { z } from 'zod';

const props = componentProps.extend({
  /** Text that is shown at login. */
  text: z.string().min(1),
});

class Banner extends Construct {
  constructor(scope: Construct, id: string, input: z.input<typeof props>) {
    super(scope, id);
    const { namespace, text } = parseProps('banner', props, input);
    kubeObject(this, 'Text', 'ConfigMap', { metadata: { name: 'banner', namespace }, data: { text } });
  }
}

const banner: Component = defineComponent({
  name: 'banner',
  title: 'Banner',
  summary: 'Text at login',
  homepage: 'https://example.com/banner',
  props,
  dependsOn: ['cert-mnager'],
  create: (scope, id, input) => new Banner(scope, id, input),
});

// In a test of yours: expect(violations(…)).toEqual([]). This component has two faults.
const known = new Set([...components.map(({ name }) => name), 'banner']);
for (const sentence of violations({ component: banner, input: { namespace: 'banner', text: 'hello' } }, known))
  console.log(sentence);

/* prints:
summary is not a sentence
depends on cert-mnager, which no registry has
*/
