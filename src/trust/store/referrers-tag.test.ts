import { expect, it } from 'vitest';
import { isImageIndex } from './referrers-tag.ts';

const referrer = { digest: 'sha256:aa', artifactType: 'application/vnd.example' };
const platform = { os: 'linux', architecture: 'amd64' };

it.each<[string, readonly unknown[], boolean]>([
  ['nothing', [], false],
  ['referrers', [referrer, referrer], false],
  ['a referrer and an entry without an artifact type, as an older client writes it', [referrer, { digest: 'sha256:bb' }], false],
  ['platforms', [{ digest: 'sha256:bb', platform }], true],
  ['one image with a platform and one without', [{ digest: 'sha256:bb', platform }, { digest: 'sha256:cc' }], true],
  ['one image without a platform', [{ digest: 'sha256:bb' }], true],
  ['platforms and a referrer that cosign appended', [{ digest: 'sha256:bb', platform }, referrer], false],
])('an index of %s is an image index: %#', (_name, entries, expected) => {
  expect(isImageIndex(entries)).toBe(expected);
});
