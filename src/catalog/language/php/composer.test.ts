import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { composerInstalled } from './composer-installed.ts';
import { composerLock } from './composer-lock.ts';

const console = { name: 'Symfony/Console', version: 'v5.4.20', license: ['MIT'], require: { php: '>=7.2', 'symfony/string': '^5.1' } };
const text = { name: 'symfony/string', version: 'v5.4.19', license: ['MIT', 'Apache-2.0'] };
const lock = JSON.stringify({ packages: [console, text], 'packages-dev': [{ name: 'phpunit/phpunit', version: '9.5.10' }] });
const installed = JSON.stringify({
  packages: [
    { ...console, 'install-path': '../symfony/console' },
    { ...text, 'install-path': '../symfony/string' },
  ],
  'dev-package-names': ['symfony/string'],
});

describeCataloger(composerLock, { 'app/composer.lock': lock });
describeCataloger(composerInstalled, {
  'app/vendor/composer/installed.json': installed,
  'old/vendor/composer/installed.json': JSON.stringify([text]),
});

describe('Composer', () => {
  it('locks packages, of which some are for development; the platform is none', () => {
    expect(listPackages('composer-lock', { 'composer.lock': lock })).toEqual([
      'pkg:composer/phpunit/phpunit@9.5.10 declared development',
      'pkg:composer/symfony/console@v5.4.20 declared (MIT) → symfony/string',
      'pkg:composer/symfony/string@v5.4.19 declared (MIT) (Apache-2.0)',
    ]);
  });

  it('installs packages, whose folders are there or gone', () => {
    const files = { 'app/vendor/composer/installed.json': installed, 'app/vendor/symfony/console/Application.php': '<?php' };
    expect(listPackages('composer-installed', files, true)).toEqual([
      'pkg:composer/symfony/console@v5.4.20 file (MIT) → symfony/string',
      'pkg:composer/symfony/string@v5.4.19 orphan development (MIT) (Apache-2.0)',
    ]);
  });

  it.each([
    ['composer.lock', '[]', 'LOCKFILE_UNREADABLE composer.lock is not a JSON object'],
    ['composer.lock', '{}', 'LOCKFILE_UNREADABLE composer.lock has no list of packages'],
    ['composer.lock', '{"packages":[{"name":"x"},1]}', 'LOCKFILE_UNREADABLE composer.lock has 2 packages without a valid name'],
    ['composer/installed.json', '{', 'MANIFEST_UNREADABLE composer/installed.json has no list of packages'],
    ['composer/installed.json', '[1]', 'MANIFEST_UNREADABLE composer/installed.json has 1 packages without a valid name'],
  ])('%s %j: %s', (path, content, message) => {
    const origin = path.endsWith('.lock') ? 'composer-lock' : 'composer-installed';
    expect(listPackages(origin, { [path]: content })).toEqual([message]);
  });
});
