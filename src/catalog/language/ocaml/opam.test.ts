import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { opam } from './opam.ts';

const lwt = `opam-version: "2.0"
# a comment (* and one inside *)
synopsis: "Promises \\"and\\" more"
description: """
name: "wrong"
"""
license: ["MIT" "BSD-2-Clause"]
depends: [
  "ocaml" {>= "4.08"}
  "dune" {>= "1.8.0" & build}
  (("a" & "b") | "c")
]
build: [["dune" "build" "-p" name]]
url {
  src: "https://x.example/lwt.tar.gz"
  version: "9"
}
`;
const locked = `opam-version: "2.0"
name: "shop"
version: "0.1"
depends: [
  "lwt" {= "5.7.0"}
  "alcotest" {= "1.7.0" & with-test}
  "dune" {>= "3.0"}
]
`;

describeCataloger(opam, {
  'root/.opam/5.1.0/.opam-switch/packages/lwt.5.7.0/opam': lwt,
  'app/shop.opam': lwt,
  'app/shop.opam.locked': locked,
});

describe('opam', () => {
  it('installs packages in a switch, and not what a repository offers', () => {
    const files = {
      'root/.opam/5.1.0/.opam-switch/packages/lwt.5.7.0/opam': lwt,
      'root/.opam/repo/default/packages/other/other.1.0/opam': lwt,
      'root/.opam/5.1.0/.opam-switch/sources/x/x.opam': lwt,
    };
    expect(listPackages('opam', files, true)).toEqual(['pkg:opam/lwt@5.7.0 file (MIT) (BSD-2-Clause)']);
  });

  it.each([
    ['shop.opam', lwt, ['pkg:generic/shop declared own (MIT) (BSD-2-Clause)']],
    [
      'shop.opam.locked',
      locked,
      ['pkg:generic/shop@0.1 declared own → lwt, alcotest', 'pkg:opam/alcotest@1.7.0 declared development', 'pkg:opam/lwt@5.7.0 declared'],
    ],
    ['base-compiler.4.14.0/opam', lwt, ['pkg:generic/base-compiler@4.14.0 declared own (MIT) (BSD-2-Clause)']],
    ['opam', lwt, ['LOCKFILE_UNREADABLE opam has no name']],
    ['x.opam', '"', ['LOCKFILE_UNREADABLE x.opam is not an opam file']],
  ])('%s', (path, content, expected) => {
    expect(listPackages('opam', { [path]: content })).toEqual(expected);
  });
});
