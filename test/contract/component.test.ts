import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { componentProps, defineComponent, parseProps } from '../../src/contract/component.ts';
import { problemsOf, textsOf } from '../problems-of.ts';

const props = componentProps.extend({ replicas: z.int().min(1).default(2) });

describe('parseProps', () => {
  it('fills defaults, the cluster among them', () => {
    const parsed = parseProps('demo', props, { namespace: 'n' });
    expect(parsed).toMatchObject({
      namespace: 'n',
      replicas: 2,
      values: {},
      cluster: { kubernetes: '1.34.2', gpusPerNode: 8 },
    });
  });

  it('returns what it parsed before as it is, but only for the same schema', () => {
    const parsed = parseProps('demo', props, { namespace: 'n' });
    expect(parseProps('demo', props, parsed)).toBe(parsed);
    expect(problemsOf(() => parseProps('other', componentProps, parsed))).toMatchObject([
      { path: 'components.other.replicas' },
    ]);
  });

  it('names every prop that does not parse, with its place', () => {
    const locate = () => ({ file: 'f', line: 2, column: 3 });
    expect(textsOf(() => parseProps('demo', props, { namespace: 'Not_DNS', replica: 1 }, locate))).toEqual([
      'f:2:3: PROPS_INVALID at components.demo.namespace\n  got "Not_DNS": a namespace is a DNS label: lower-case letters, digits and dashes, 63 at most',
      'f:2:3: PROPS_INVALID at components.demo.replica\n  unknown key "replica"; allowed: cluster, namespace, replicas, values\n  hint: did you mean replicas?',
    ]);
  });

  it.each([[null], ['x'], [[]], [undefined]])('%j is no props', (input) => {
    expect(problemsOf(() => parseProps('demo', props, input))).toMatchObject([
      { code: 'PROPS_INVALID', path: 'components.demo' },
    ]);
  });
});

it.each(['kube-system', 'a', 'a'.repeat(63)])('%s is a namespace', (namespace) => {
  expect(componentProps.safeParse({ namespace }).success).toBe(true);
});
it.each(['', '-a', 'a-', 'a_b', 'A', '../x', 'a'.repeat(64)])('%j is no namespace', (namespace) => {
  expect(componentProps.safeParse({ namespace }).success).toBe(false);
});

it('defineComponent gives back what it is given', () => {
  const component = {
    name: 'x',
    title: 'X',
    summary: 'x.',
    homepage: 'https://x',
    props,
    create: () => {
      throw new Error('not here');
    },
  };
  expect(defineComponent(component)).toBe(component);
});
