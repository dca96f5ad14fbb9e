import { expect, it } from 'vitest';
import { uploadLocation } from './upload-location.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const suffix = `digest=sha256%3A${'a'.repeat(64)}`;

it.each([
  ['https://r.example/v2/a/blobs/uploads/', '/v2/a/blobs/uploads/1', `https://r.example/v2/a/blobs/uploads/1?${suffix}`],
  ['https://r.example/v2/a/blobs/uploads/', '1?_state=a%2Fb%3D%3D', `https://r.example/v2/a/blobs/uploads/1?_state=a%2Fb%3D%3D&${suffix}`],
  ['https://r.example/v2/a/blobs/uploads/', 'https://storage.example/x', `https://storage.example/x?${suffix}`],
  // A proxy ends TLS, and the registry behind it does not know.
  ['https://r.example/v2/a/blobs/uploads/', 'http://r.example/v2/1', `https://r.example/v2/1?${suffix}`],
  ['http://127.0.0.1:5000/v2/', 'https://storage.example/x', `https://storage.example/x?${suffix}`],
])('from %s to %s', (from, location, expected) => {
  expect(uploadLocation(location, new URL(from), digest, 'w').href).toBe(expected);
});

it.each([
  [undefined, 'REGISTRY_PROTOCOL', 'returned no upload URL'],
  ['https://', 'REGISTRY_PROTOCOL', 'returned no upload URL'],
  [`/${'x'.repeat(16_384)}`, 'REGISTRY_PROTOCOL', 'returned no upload URL'],
  ['http://storage.example/x', 'REGISTRY_REDIRECT', 'storage.example without https'],
  ['http://r.example:8080/x', 'REGISTRY_REDIRECT', 'r.example:8080 without https'],
  ['file:///etc/passwd', 'REGISTRY_REDIRECT', 'file:'],
  ['https://user:secret@r.example/x', 'REGISTRY_REDIRECT', 'a URL with credentials'],
])('refuses %s', (location, code, reason) => {
  const refused = (): URL => uploadLocation(location, new URL('https://r.example/v2/'), digest, 'w');
  expect(refused).toThrow(expect.objectContaining({ code, message: expect.stringContaining(reason) }));
  expect(refused).not.toThrow('secret');
});
