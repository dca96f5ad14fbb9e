import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { bunzip2 } from './bunzip2.ts';

/** `bzip2 < "banana banana banana\n"`, made with bzip2 1.0.8. */
const banana = Buffer.from('QlpoOTFBWSZTWThoYvQAAAdRAAAQQAAwASAAIRQ9QZoNYZih8XckU4UJA4aGL0A=', 'base64');
const bzip2 = spawnSync('bzip2', ['--help']).error === undefined ? undefined : 'bzip2 is not installed';

function inflate(bytes: Uint8Array): Buffer {
  return Buffer.concat([...bunzip2(bytes)]);
}

function compress(text: Buffer): Buffer {
  return spawnSync('bzip2', ['-c', '-9'], { input: text, maxBuffer: 1e9 }).stdout;
}

describe.skipIf(bzip2 !== undefined)(`bunzip2${bzip2 === undefined ? '' : ` (${bzip2})`}`, () => {
  const long = Buffer.from(Array.from({ length: 300_000 }, (_, at) => `${(at * 7919) % 104729} `).join(''));
  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from('a')],
    ['runs of every length', Buffer.from(Array.from({ length: 300 }, (_, at) => String.fromCharCode(97 + (at % 26)).repeat(at)).join(''))],
    ['every byte', Buffer.from(Uint8Array.from({ length: 65_536 }, (_, at) => (at * 31) % 256))],
    ['several blocks', long],
  ])('reads what bzip2 wrote: %s', (_name, text) => {
    expect(inflate(compress(text)).equals(text)).toBe(true);
  });

  it('reads all streams of a file', () => {
    expect(inflate(Buffer.concat([compress(Buffer.from('one ')), compress(Buffer.from('two'))])).toString()).toBe('one two');
  });

  it('refuses what is cut or changed, at any place', () => {
    const whole = compress(Buffer.from('banana banana banana\n'.repeat(20)));
    for (let at = 0; at < whole.length; at++) {
      expect(() => inflate(whole.subarray(0, at))).toThrow('bzip2');
      if (at >= 14 && at < whole.length - 11) {
        const changed = Buffer.from(whole);
        changed[at]! ^= 0x10;
        expect(() => inflate(changed)).toThrow();
      }
    }
  });
});

it('reads a recorded stream, and refuses what is not bzip2', () => {
  expect(inflate(banana).toString()).toBe('banana banana banana\n');
  expect(() => inflate(Buffer.from('<html>'))).toThrow('is not bzip2');
});
