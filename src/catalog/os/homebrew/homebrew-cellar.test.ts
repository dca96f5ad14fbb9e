import { expect, it } from 'vitest';
import { describeCataloger, runCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { readFormula } from './formula.ts';
import { homebrewCellar } from './homebrew-cellar.ts';

const cellar = 'home/linuxbrew/.linuxbrew/Cellar';
const receipt = (tap: string, ...needed: readonly string[]): string =>
  JSON.stringify({ source: { tap }, runtime_dependencies: needed.map((full_name) => ({ full_name, version: '1' })) });

describeCataloger(homebrewCellar, {
  [`${cellar}/jq/1.7.1/INSTALL_RECEIPT.json`]: receipt('homebrew/core', 'oniguruma'),
  [`${cellar}/jq/1.7.1/.brew/jq.rb`]: 'class Jq < Formula\n  url "https://example.com/jq-1.7.1.tar.gz"\n  license "MIT"\nend\n',
});

it('lists kegs with licence, tap, dependencies and files', () => {
  const tree = makeMemoryTree({
    [`${cellar}/jq/1.7.1/INSTALL_RECEIPT.json`]: receipt('homebrew/core', 'oniguruma', 'gone'),
    [`${cellar}/jq/1.7.1/.brew/jq.rb`]: '  license "MIT"\n  version "9"\n',
    [`${cellar}/jq/1.7.1/lib/node_modules/a/package.json`]: '{"name":"a","version":"1.0.0"}',
    [`${cellar}/jq/1.7.1/lib/node_modules/a/index.js`]: '',
    [`${cellar}/oniguruma/6.9.9/INSTALL_RECEIPT.json`]: receipt('acme/tools'),
    [`${cellar}/by-hand/1/.brew/by-hand.rb`]: 'class ByHand < Formula\n  url "https://example.com/v2.0.1/by-hand.zip"\nend\n',
  });
  const { packages } = catalogTree(tree, { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
  expect(packages.map(({ purl, evidence, licenses }) => [purl, evidence, licenses])).toEqual([
    ['pkg:brew/by-hand@2.0.1', 'file', []],
    ['pkg:brew/jq@1.7.1', 'file', ['MIT']],
    ['pkg:brew/oniguruma@6.9.9?tap=acme%2Ftools', 'file', []],
    ['pkg:npm/a@1.0.0', 'file', []],
  ]);
  expect(packages[1]!.dependencies).toEqual([packages[2]!.id]);
  expect(packages[3]!.ownedBy).toBe(packages[1]!.id);
});

it.each([
  ['version and licence', 'version "1.2"\nlicense "MIT"\nurl "https://example.com/x-9.0.tar.gz"', { version: '1.2', license: 'MIT' }],
  ['the version in the address', 'url "https://example.com/releases/download/v1.23.1/x_linux.tar.gz"', { version: '1.23.1' }],
  ['nothing computed', 'version "#{v}"\nurl "https://example.com/x.git"', {}],
  ['no comment, no assignment and no data', '# version "1"\nversion = "2"\n__END__\nversion "3"', {}],
])('reads of a formula %s', (_name, text, expected) => {
  expect(readFormula(text)).toEqual(expected);
});

it('is an issue where a receipt cannot be read or a formula has no version', () => {
  const { packages, issues } = runCataloger(homebrewCellar, `${cellar}/jq/1.7.1/INSTALL_RECEIPT.json`, Buffer.from('{'));
  expect([packages.map(({ name, version }) => [name, version]), issues.map(({ message }) => message)]).toEqual([
    [['jq', '1.7.1']],
    [`${cellar}/jq/1.7.1/INSTALL_RECEIPT.json: is not JSON`],
  ]);
  expect(runCataloger(homebrewCellar, 'INSTALL_RECEIPT.json', Buffer.from('{}')).issues.map(({ code }) => code)).toEqual([
    'PACKAGE_RECORD_INVALID',
  ]);
  expect(runCataloger(homebrewCellar, `${cellar}/x/1/.brew/x.rb`, Buffer.from('')).issues.map(({ code }) => code)).toEqual([
    'PACKAGE_RECORD_INVALID',
  ]);
});
