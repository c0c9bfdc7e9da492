import { describe, expect, it } from 'vitest';
import { listLeaves } from '../../src/ops/list-leaves.ts';
import { problemsOf } from './memory-io.ts';
import { smallEngine } from './small-engine.ts';

const names = (filter: Parameters<typeof listLeaves>[1]) =>
  listLeaves(smallEngine.catalog, filter).map((leaf) => `${leaf.accelerator}: ${leaf.support}`);
const [H100, L4] = ['h100: schema-checked', 'l4: synthesized'];

describe('listLeaves', () => {
  it.each([
    [{}, [H100, L4]],
    [{ accelerator: 'h100' }, [H100]],
    [{ intent: 'training' }, [H100]],
    [{ platform: 'kubeflow' }, [H100]],
    [{ platform: 'kubeflow', intent: 'inference' }, []],
    [{ os: ' Jammy ' }, [H100, L4]],
    [{ service: 'gke' }, []],
  ])('%j', (filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });

  it('refuses values that nothing stands for, all at once', async () => {
    const problems = await problemsOf(() => names({ accelerator: 'h10', os: 'zos' }));
    expect(problems.map(({ code, path, message, hint }) => [code, path, message, hint])).toEqual([
      ['QUERY_INVALID', 'criteria.accelerator', 'got "h10"; allowed: h100, l4', 'did you mean h100?'],
      ['QUERY_INVALID', 'criteria.os', 'got "zos"; allowed: ubuntu', undefined],
    ]);
  });
});
