import { expect, it } from 'vitest';
import { assertSignablePlace } from './assert-signable-place.ts';

it.each([
  'oci-archive:x.tar',
  'docker-archive:x.tar',
  'dir:x',
  'docker-daemon:x:1',
  'containers-storage:x',
  'oci:app',
  'docker:dind',
  './x',
  '/srv/x',
  '~/x',
])('refuses %s before anything is asked of a registry', (image) => {
  expect(() => assertSignablePlace(image)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
});

it.each(['alpine', 'alpine:3', 'ghcr.io/org/dir:1', 'localhost:5000/oci:1', 'oci-dir:x:1', 'registry:docker:dind', 'dir/app:1'])(
  'takes %s',
  (image) => {
    expect(() => assertSignablePlace(image)).not.toThrow();
  },
);
