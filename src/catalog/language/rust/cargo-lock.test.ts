import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { cargoLock } from './cargo-lock.ts';

const lock = `version = 4

[[package]]
name = "shop"
version = "0.1.0"
dependencies = ["libc 0.2.54 (registry+https://github.com/rust-lang/crates.io-index)", "rand"]

[[package]]
name = "libc"
version = "0.1.12"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "libc"
version = "0.2.54"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "rand"
version = "0.8.5"
source = "git+https://git.example/rand#0123abc"
dependencies = ["libc 0.1.12"]
`;

describeCataloger(cargoLock, { 'app/Cargo.lock': lock });

describe('Cargo.lock', () => {
  it('has crates of a registry, of repositories and of the project', () => {
    expect(listPackages('cargo-lock', { 'Cargo.lock': lock })).toEqual([
      'pkg:cargo/libc@0.1.12 declared',
      'pkg:cargo/libc@0.2.54 declared',
      'pkg:cargo/rand@0.8.5 declared → libc',
      'pkg:generic/shop@0.1.0 declared own → libc, rand',
    ]);
  });

  it.each([
    ['[', 'is not TOML'],
    ['package = 1\n', 'has no list of packages'],
    ['[[package]]\nname = "<a>"\n', 'has a package without a valid name'],
  ])('%j %s', (content, problem) => {
    expect(listPackages('cargo-lock', { 'Cargo.lock': content })).toEqual([`LOCKFILE_UNREADABLE Cargo.lock ${problem}`]);
  });
});
