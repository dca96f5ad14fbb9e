import { describe, expect, it } from 'vitest';
import { GoFunctions } from '../facts/go-functions.ts';
import { hasGoFunctions } from './has-go-functions.ts';

/** The table of a program as the linker of Go 1.20 writes it, with only the names in it. */
function program(names: readonly string[], magic = 0xf1): Buffer {
  const text = Buffer.from(`\0${names.join('\0')}\0`);
  const fields = magic === 0xfa ? [9n, 9n, 64n, BigInt(64 + text.length), 0n, 0n, 0n] : [9n, 9n, 0x400000n, 72n, BigInt(72 + text.length), 0n, 0n, 0n];
  const head = Buffer.concat([Buffer.from([magic, 0xff, 0xff, 0xff, 0, 0, 1, 8]), ...fields.map(littleEndian)]);
  return Buffer.concat([Buffer.alloc(1000, 0xff), head, text, Buffer.alloc(5000, 7)]);
} // prettier-ignore

function littleEndian(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function read(bytes: Buffer, chunkBytes = bytes.length): ReturnType<GoFunctions['end']> {
  const functions = new GoFunctions();
  for (let at = 0; at < bytes.length; at += chunkBytes) functions.write(bytes.subarray(at, at + chunkBytes));
  return functions.end();
}

const names = [
  'main.main',
  'net/http.(*Server).Serve',
  'gopkg.in/yaml%2ev3.Unmarshal',
  'vendor/golang.org/x/net/idna.ToASCII',
  'a.com/b.Map[...]',
  'a.com/b.T.Do.func1',
];

describe('functions of a program in Go', () => {
  it.each([7, 64, 999, 100_000])('are read from chunks of %i bytes', (chunkBytes) => {
    for (const magic of [0xf1, 0xf0, 0xfa]) expect(read(program(names, magic), chunkBytes)).toEqual(read(program(names)));
  });

  it.each<[boolean, string, readonly string[]]>([
    [true, 'net/http', ['Server.Serve']],
    [false, 'net/http', ['Server.Close', 'Get']],
    [true, 'net/http', ['Server.Close', 'Server.Serve']],
    [false, 'net', ['http.Server']],
    [true, 'gopkg.in/yaml.v3', ['Unmarshal']],
    [true, 'golang.org/x/net/idna', ['ToASCII']],
    [false, 'golang.org/x/net/html', []],
    [true, 'golang.org/x/net/idna', []],
    [true, 'a.com/b', ['Map']],
    [true, 'a.com/program', ['main']],
    [true, 'a.com/tools/cmd/x', []],
  ])('%s: %s %o', (isThere, path, symbols) => {
    expect(hasGoFunctions(read(program(names))!, [{ path, symbols }])).toBe(isThere);
  });

  it('are not known where there is no table, or only a part of it', () => {
    expect(read(Buffer.alloc(10_000, 0xff))).toBeUndefined();
    expect(read(program(names).subarray(0, 1100))).toBeUndefined();
  });
});
