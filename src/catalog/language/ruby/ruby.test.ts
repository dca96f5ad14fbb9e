import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { gemInstalled } from './gem-installed.ts';
import { gemfileLock } from './gemfile-lock.ts';

const lock = `GIT
  remote: https://git.example/tool.git
  revision: 0123abc
  specs:
    tool (2.0.0)
      racc (~> 1.4)

PATH
  remote: .
  specs:
    shop (0.1.0)
      nokogiri

GEM
  remote: https://gems.example/
  specs:
    nokogiri (1.13.3)
      racc (~> 1.4)
    nokogiri (1.13.3-x86_64-linux)
      racc (~> 1.4)
    racc (1.6.0)

PLATFORMS
  ruby
  x86_64-linux

DEPENDENCIES
  shop!
  tool!

BUNDLED WITH
   2.3.5
`;
const gemspec = (name: string, version: string, ...more: readonly string[]): string =>
  [
    '# -*- encoding: utf-8 -*-',
    `# stub: ${name} ${version} ruby lib`,
    '',
    'Gem::Specification.new do |s|',
    `  s.name = "${name}".freeze`,
    `  s.version = "${version}"`,
    '',
    '  s.licenses = ["MIT".freeze, "Ruby".freeze]',
    ...more,
    'end',
    '',
  ].join('\n');
const gems = 'usr/local/lib/ruby/gems/3.3.0';

describeCataloger(gemfileLock, { 'app/Gemfile.lock': lock, 'app/gems.locked': lock });
describeCataloger(gemInstalled, {
  [`${gems}/specifications/rack-3.0.0.gemspec`]: gemspec('rack', '3.0.0'),
  [`${gems}/specifications/default/json-2.7.1.gemspec`]: gemspec('json', '2.7.1'),
});

describe('gems', () => {
  it('of a lock file are one for all platforms; a path is the project', () => {
    expect(listPackages('gemfile-lock', { 'Gemfile.lock': lock })).toEqual([
      'pkg:gem/nokogiri@1.13.3 declared → racc',
      'pkg:gem/racc@1.6.0 declared',
      'pkg:gem/tool@2.0.0 declared → racc',
      'pkg:generic/shop@0.1.0 declared own → nokogiri',
    ]);
  });

  it('that are installed have a folder, or come with Ruby', () => {
    const files = {
      [`${gems}/specifications/nokogiri-1.13.3-x86_64-linux.gemspec`]: gemspec(
        'nokogiri',
        '1.13.3',
        '  s.add_runtime_dependency(%q<racc>.freeze, ["~> 1.4".freeze])',
        '  s.add_development_dependency(%q<rake>.freeze, [">= 0"])',
      ),
      [`${gems}/gems/nokogiri-1.13.3-x86_64-linux/lib/nokogiri.rb`]: '',
      [`${gems}/specifications/racc-1.6.0.gemspec`]: gemspec('racc', '1.6.0'),
      [`${gems}/specifications/default/json-2.7.1.gemspec`]: gemspec('json', '2.7.1'),
      [`${gems}/gems/nokogiri-1.13.3-x86_64-linux/nokogiri.gemspec`]: 'Gem::Specification.new { |s| s.name = "own" }',
    };
    expect(listPackages('gem-installed', files, true)).toEqual([
      'pkg:gem/json@2.7.1 file (MIT) (Ruby)',
      'pkg:gem/nokogiri@1.13.3 file (MIT) (Ruby) → racc',
      'pkg:gem/racc@1.6.0 orphan (MIT) (Ruby)',
    ]);
  });

  it.each([
    ['Gemfile.lock', 'x', 'LOCKFILE_UNREADABLE Gemfile.lock is not a lock file'],
    ['Gemfile.lock', 'GEM\n  specs:\n    rack\n', 'LOCKFILE_UNREADABLE Gemfile.lock has 1 lines that are not of its format'],
    ['Gemfile.lock', 'GEM\n  specs:\n    <a> (1)\n', 'LOCKFILE_UNREADABLE Gemfile.lock has 1 names that RubyGems does not allow'],
    ['specifications/a.gemspec', 'x', 'MANIFEST_UNREADABLE specifications/a.gemspec has no name and version'],
  ])('%s %j: %s', (path, content, message) => {
    const origin = path.endsWith('.lock') ? 'gemfile-lock' : 'gem-installed';
    expect(listPackages(origin, { [path]: content })).toEqual([message]);
  });
});
