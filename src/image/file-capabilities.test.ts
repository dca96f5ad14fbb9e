import { expect, it } from 'vitest';
import { readFileCapabilities } from './file-capabilities.ts';

const attribute = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1').replace(/[\u0080-\u00ff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0))); // prettier-ignore

it.each([
  ['0100000200040000000000000000000000000000', { isEffective: true, permitted: ['NET_BIND_SERVICE'] }],
  ['0000000200200000000000000000000000000000', { isEffective: false, permitted: ['NET_RAW'] }],
  ['0100000220000080000000000000010000000000', { isEffective: true, permitted: ['KILL', 'SETFCAP'] }],
  ['0100000200000000000000008000000000000000', { isEffective: true, permitted: ['BPF'] }],
  ['01000002', { isEffective: false, permitted: [] }],
])('reads the attribute %s', (hex, expected) => {
  expect(readFileCapabilities(attribute(hex))).toEqual(expected);
});
