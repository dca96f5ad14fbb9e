import { gzipSync } from 'node:zlib';
import { tarOf, type TarPart } from '../support/tar-builder.ts';
import { writeRawLayout, type RawLayer, type RawLayout } from '../support/raw-layout.ts';

/** One hostile input in an image that is otherwise valid: the valid content must still be found. */
export interface HostileCase {
  /** Numbers in the catalogue of hostile inputs (`catalogue-numbers.ts`). */
  readonly numbers: readonly number[];
  readonly name: string;
  /** Writes the input to an empty folder and returns the target. */
  readonly make: (folder: string) => string | Promise<string>;
  readonly expect: Expected;
  /** In addition to what the program needs anyway: MB, and milliseconds of processor time. */
  readonly maxMemoryMb?: number;
  readonly maxProcessorMs?: number;
}

export type Expected =
  /** Refused: the error's code, and the exit code 2 or 3. */
  | { readonly refused: string; readonly exitCode?: 2 | 3 }
  /** Scanned: the codes of its issues, without the one for starter advisories. An `error` among them makes the exit code 4. */
  | { readonly issues: readonly string[]; readonly exitCode: 0 | 4; readonly packages?: readonly string[] };

export const soundPackages = ['openssl 3.0.1-1'];

const soundFiles: TarPart[] = [
  { name: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
  { name: 'var/lib/dpkg/status', content: 'Package: openssl\nStatus: install ok installed\nVersion: 3.0.1-1\nArchitecture: amd64\n\n' },
  { name: 'var/lib/dpkg/info/openssl.list', content: '/.\n/usr/bin/openssl\n' },
  { name: 'usr/bin/openssl', content: 'program' },
];

export const soundLayer: RawLayer = { blob: gzipSync(tarOf(...soundFiles)) };

/** A sound base under the given layers. */
export function image(
  numbers: readonly number[],
  name: string,
  layers: readonly RawLayer[],
  expect: Expected,
  more: Partial<HostileCase> & Omit<RawLayout, 'layers'> = {},
): HostileCase {
  const { editManifest, editConfig, editIndex, ...bounds } = more;
  const edits = {
    ...(editManifest === undefined ? {} : { editManifest }),
    ...(editConfig === undefined ? {} : { editConfig }),
    ...(editIndex === undefined ? {} : { editIndex }),
  };
  return { numbers, name, expect, make: (folder) => writeRawLayout(folder, { layers: [soundLayer, ...layers], ...edits }), ...bounds };
}

/** A sound base under one layer of any tar bytes. */
export function tarLayer(numbers: readonly number[], name: string, parts: readonly (TarPart | Buffer)[], expect: Expected): HostileCase {
  return image(numbers, name, [{ blob: gzipSync(tarOf(...parts)) }], expect);
}

/** Nothing to complain about, and the sound packages found. */
export const clean: Expected = { issues: [], exitCode: 0, packages: soundPackages };

export function partial(...issues: readonly string[]): Expected {
  return { issues, exitCode: 4, packages: soundPackages };
}

export function noted(...issues: readonly string[]): Expected {
  return { issues, exitCode: 0, packages: soundPackages };
}
