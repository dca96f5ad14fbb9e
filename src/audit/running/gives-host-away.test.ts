import { expect, it } from 'vitest';
import { readContainer } from '../facts/container-facts.ts';
import { givesHostAway } from './gives-host-away.ts';
import { type Right } from './running-container.ts';

const right = (ruleId: string, severity: Right['severity']): Right => ({ ruleId, severity, title: '', message: '', remediation: '' });

it.each([
  ['an engine socket', [right('5.32', 'critical')], null, true],
  ['a folder of the system that it can write to', [right('5.6', 'high')], null, true],
  ['SYS_ADMIN', [right('5.4', 'high')], ['CAP_SYS_ADMIN'], true],
  ['all capabilities', [right('5.4', 'high')], ['ALL'], true],
  ['NET_ADMIN', [right('5.4', 'high')], ['NET_ADMIN'], false],
  ['the host’s network and no seccomp profile', [right('5.10', 'high'), right('5.22', 'high')], null, false],
  ['nothing', [], undefined, false],
])('a container with %s: %#', (_, rights, CapAdd, expected) => {
  expect(givesHostAway({ facts: readContainer({ HostConfig: { CapAdd } }), rights })).toBe(expected);
});
