import { expect, it } from 'vitest';
import { readContainer } from '../facts/container-facts.ts';
import { describeCapabilities } from './describe-capabilities.ts';

it.each([
  ['none: Podman lists what is left', { HostConfig: { CapDrop: ['CAP_CHOWN', 'CAP_KILL'] }, EffectiveCaps: null }, 'none'],
  ['what Podman leaves', { HostConfig: {}, EffectiveCaps: ['CAP_CHOWN', 'CAP_SYS_ADMIN'] }, 'CHOWN, SYS_ADMIN'],
  ['none: Docker drops all', { HostConfig: { CapDrop: ['ALL'], CapAdd: null } }, 'none'],
  ['what is added', { HostConfig: { CapDrop: ['all'], CapAdd: ['cap_chown'] } }, 'CHOWN'],
  ['the default', { HostConfig: { CapDrop: null, CapAdd: null } }, 'the default ones'],
  ['all', { HostConfig: { Privileged: true } }, 'all'],
])('%s [56]', (_, description, expected) => {
  expect(describeCapabilities(readContainer(description))).toBe(expected);
});
