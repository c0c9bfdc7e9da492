import { expect, it } from 'vitest';
import { digestOf } from '../../../src/snapshot/k8s/images.ts';
import { DIGEST } from '../../io/kube/described-cluster.ts';

const SHA = DIGEST('a');

it.each`
  imageId                                 | digest
  ${`nvcr.io/nvidia/driver@${SHA}`}       | ${SHA}
  ${`docker-pullable://nvcr.io/x@${SHA}`} | ${SHA}
  ${`localhost:5000/x@${SHA}`}            | ${SHA}
  ${`x@sha512:${'b'.repeat(128)}`}        | ${`sha512:${'b'.repeat(128)}`}
  ${SHA}                                  | ${undefined}
  ${`docker://${SHA}`}                    | ${undefined}
  ${`x@${SHA}0`}                          | ${undefined}
  ${'x@sha256:short'}                     | ${undefined}
  ${''}                                   | ${undefined}
`('$imageId names $digest', ({ imageId, digest }) => {
  expect(digestOf(imageId)).toBe(digest);
});
