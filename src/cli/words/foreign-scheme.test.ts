import { describe, expect, it } from 'vitest';
import { copyCommand } from '../artifact/copy-command.ts';
import { scanCommand } from '../scan/scan-command.ts';
import { trustSignCommand } from '../trust/trust-sign-command.ts';
import { translateSchemes } from './foreign-scheme.ts';

const translate = (command: typeof scanCommand, words: string[]): readonly string[] =>
  translateSchemes(command, { arguments: words, options: new Map() }).arguments;

describe('translateSchemes', () => {
  it.each([
    ['docker://alpine:3', 'registry:alpine:3'],
    ['registry://ghcr.io/o/a', 'registry:ghcr.io/o/a'],
    ['image://alpine', 'alpine'],
    ['local://alpine', 'docker:alpine'],
    ['docker-daemon:alpine', 'docker:alpine'],
    ['containers-storage:alpine', 'podman:alpine'],
    ['archive:///tmp/a.tar', '/tmp/a.tar'],
    ['archive://a.tar', 'a.tar'],
    ['oci-dir://build', 'oci-dir:build'],
    ['fs://app', 'dir:app'],
    ['oci:/tmp/layout:1', 'oci-dir:/tmp/layout:1'],
    ['oci:./layout', 'oci-dir:./layout'],
    ['file:./a.tar', './a.tar'],
    ['oci:1.2', 'oci:1.2'],
    ['file:5', 'file:5'],
    ['docker:alpine', 'docker:alpine'],
    ['-', '-'],
  ])('%s → %s', (word, expected) => {
    expect(translate(scanCommand, ['x', word])).toEqual(['x', expected]);
  });

  it('reads both arguments of copy, and none of a command that takes no scheme', () => {
    expect(translate(copyCommand, ['docker://a/b:1', 'oci:./b'])).toEqual(['registry:a/b:1', 'oci-dir:./b']);
    expect(translate(trustSignCommand, ['docker://a/b:1'])).toEqual(['docker://a/b:1']);
  });
});
