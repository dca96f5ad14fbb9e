import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { askDockerClient, namedDockerClient } from './docker-client.ts';

describe('askDockerClient', () => {
  it.each([
    ['echo "Docker version 28.2.2, build e6534b4"', { product: 'Docker', version: '28.2.2', hasTrustVerbs: false }],
    ['if [ "$1" = trust ]; then echo "Usage: docker trust COMMAND"; else echo "Docker version 29.0.0-rc.1, build x"; fi', { product: 'Docker', version: '29.0.0-rc.1', hasTrustVerbs: true }],
    ['[ "$1" = trust ] && exit 125; echo "podman version 4.3.1"', { product: 'podman', version: '4.3.1', hasTrustVerbs: false }],
    ['echo something else', undefined],
    ['exit 1', undefined],
  ])('%s', async (script, expected) => {
    using folder = temporaryFolder();
    const program = join(folder.path, 'docker; touch x');
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    expect(await askDockerClient(program, 'test')).toEqual(expected === undefined ? undefined : { ...expected, source: 'test' });
  }); // prettier-ignore

  it('there is none', async () => {
    expect(await askDockerClient('/nowhere/docker')).toBeUndefined();
  });
});

it.each(['', 'x', '29 ', '$(x)'])('--docker-version %j is refused', (text) => {
  expect(() => namedDockerClient(text)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
});
