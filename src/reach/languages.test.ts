import { describe, expect, it } from 'vitest';
import { makeElf } from '../../test/support/elf-builder.ts';
import { makePackage } from '../../test/support/match-fixtures.ts';
import { makeMemoryTree, type MemoryFile, type MemoryLayer } from '../../test/support/memory-tree.ts';
import { emptyImageConfig } from '../model/empty-image-config.ts';
import { type ImageConfig } from '../model/image.ts';
import { type Package } from '../model/package.ts';
import { reachImage, type Reach } from './reach-image.ts';

const program: MemoryFile = { content: makeElf({ interpreter: '/lib64/ld.so' }), mode: 0o755 };

function reach(files: MemoryLayer, config: Partial<ImageConfig>, packages: readonly Package[] = []): Reach {
  return reachImage({ tree: makeMemoryTree(files), config: { ...emptyImageConfig, ...config }, packages, ownedPaths: () => [] });
}

function found(type: string, name: string, path: string): Package {
  return { ...makePackage(`npm/${name} 1.0.0`), id: name, name, purl: `pkg:${type}/${name}@1.0.0`, locations: [{ path, layerIndex: 0 }] };
}

function statesOf({ packages }: Reach): Readonly<Record<string, string>> {
  return Object.fromEntries([...packages].map(([id, { state }]) => [id, state]));
}

describe('Python', () => {
  const site = 'usr/lib/python3.11/site-packages';
  const python = { 'usr/bin/python3': program, 'usr/lib/python3.11/encodings/__init__.py': '' };
  const distribution = (name: string, code: string, more: MemoryLayer = {}): MemoryLayer => ({
    [`${site}/${name}/__init__.py`]: code,
    [`${site}/${name}-1.0.0.dist-info/METADATA`]: '',
    [`${site}/${name}-1.0.0.dist-info/RECORD`]: `${name}/__init__.py,,\n`,
    ...more,
  });
  const packages = ['framework', 'plugin', 'driver', 'unused'].map((name) =>
    found('pypi', name, `${site}/${name}-1.0.0.dist-info/METADATA`),
  );
  const installed = {
    ...python,
    ...distribution(
      'framework',
      'from importlib.metadata import entry_points\nfor e in entry_points(group="framework.plugins"): e.load()\n',
    ),
    ...distribution('plugin', '', { [`${site}/plugin-1.0.0.dist-info/entry_points.txt`]: '[framework.plugins]\na = plugin:A\n' }),
    ...distribution('driver', ''),
    ...distribution('unused', '', { [`${site}/unused-1.0.0.dist-info/entry_points.txt`]: '[console_scripts]\nunused = unused:main\n' }),
  };

  it('loads plug-ins that distributions announce, and modules that strings of the application name', () => {
    const app = { 'app/main.py': 'import framework\nDRIVER = "driver"\n' };
    const states = statesOf(reach({ ...installed, ...app }, { cmd: ['python3', '/app/main.py'] }, packages));
    expect(states).toEqual({ framework: 'loaded', plugin: 'loadable', driver: 'loadable', unused: 'not-referenced' });
  });

  it.each([
    ['a computed import', 'import importlib, sys\nimportlib.import_module(sys.argv[1])\n', 'unknown'],
    ['a constant', 'from importlib import import_module\nname = "driver"\nimport_module(name)\n', 'not-referenced'],
    ['a literal', '__import__("driver")\n', 'not-referenced'],
  ])('says of packages that nothing names after %s of the application: $2', (_, code, state) => {
    const { packages: all } = reach({ ...installed, 'app/main.py': code }, { cmd: ['python3', '/app/main.py'] }, packages);
    expect(all.get('unused')).toEqual(state === 'unknown' ? { state, reason: '/app/main.py imports a computed name' } : { state });
  });

  it('reads code that is given on the command line, and folders of modules that .pth files add', () => {
    const files = { ...installed, [`${site}/more.pth`]: '/opt/more\n', 'opt/more/extra/__init__.py': 'import driver\n' };
    expect(statesOf(reach(files, { cmd: ['python3', '-c', 'import extra'] }, packages))).toMatchObject({ driver: 'loaded' });
  });

  it('follows what the code of compiled modules names', () => {
    const object = makeElf({ imports: ['PyImport_ImportModule'], texts: ['driver'] });
    const files = { ...installed, 'app/fast.so': object, 'app/main.py': 'import fast\n' };
    expect(statesOf(reach(files, { cmd: ['python3', '/app/main.py'] }, packages))).toMatchObject({
      driver: 'loadable',
      unused: 'not-referenced',
    });
  });
});

describe('Node.js', () => {
  it('rules nothing out where the application requires a computed name', () => {
    const files = { 'usr/bin/node': program, 'app/a.js': 'require(process.env.DRIVER)', 'app/node_modules/x/package.json': '{"name":"x"}' };
    const { packages } = reach(files, { cmd: ['node', '/app/a.js'] }, [found('npm', 'x', 'app/node_modules/x/package.json')]);
    expect(packages.get('x')).toEqual({ state: 'unknown', reason: '/app/a.js requires a computed name' });
  });

  it('reads code that is given on the command line', () => {
    const files = { 'usr/bin/node': program, 'app/node_modules/x/package.json': '{"name":"x"}', 'app/node_modules/x/index.js': '' };
    const config = { cmd: ['node', '-e', 'require("x")'], workingDirectory: '/app' };
    expect(statesOf(reach(files, config, [found('npm', 'x', 'app/node_modules/x/package.json')]))).toEqual({ x: 'loaded' });
  });
});

describe('Perl', () => {
  it('follows use, require, what computed names begin with, and compiled parts', () => {
    const files = {
      'usr/bin/perl': program,
      'usr/share/perl/5.36.0/strict.pm': '1;',
      'usr/share/perl5/Web.pm': 'package Web;\nuse strict;\nrequire "Web/$name.pm";\neval { require Fast };\n',
      'usr/share/perl5/Web/Server.pm': 'my $d = "Driver::$name";\n',
      'usr/share/perl5/Driver/Pg.pm': '=head1 X\n\nuse Unused;\n\n=cut\nuse Late;\n1;\n__END__\nuse Unused;\n',
      'usr/share/perl5/Late.pm': '',
      'usr/share/perl5/Fast.pm': 'XSLoader::load();',
      'usr/lib/x86_64-linux-gnu/perl5/5.36/auto/Fast/Fast.so': makeElf(),
      'usr/share/perl5/Unused.pm': '',
      'app/serve.pl': 'use FindBin;\nuse lib "$FindBin::Bin/lib";\nuse Shop;\n',
      'app/lib/Shop.pm': 'use Web;\n',
    };
    const paths = reach(files, { cmd: ['perl', '/app/serve.pl'] }).files.map(({ entry, certainty }) => `${entry.path} ${certainty}`);
    expect(paths).toEqual([
      'app/lib/Shop.pm loaded',
      'app/serve.pl loaded',
      'usr/bin/perl loaded',
      'usr/lib/x86_64-linux-gnu/perl5/5.36/auto/Fast/Fast.so loadable',
      'usr/share/perl/5.36.0/strict.pm loaded',
      'usr/share/perl5/Driver/Pg.pm loadable',
      'usr/share/perl5/Fast.pm loadable',
      'usr/share/perl5/Late.pm loadable',
      'usr/share/perl5/Web.pm loaded',
      'usr/share/perl5/Web/Server.pm loadable',
    ]);
  });
});

describe('Ruby', () => {
  const home = 'usr/local/bundle';
  const gem = (name: string, code: string): MemoryLayer => ({
    [`${home}/specifications/${name}-1.0.0.gemspec`]: `s.require_paths = ["lib".freeze]`,
    [`${home}/gems/${name}-1.0.0/lib/${name}.rb`]: code,
    [`${home}/gems/${name}-1.0.0/lib/${name}/part.rb`]: `require "of_part_of_${name}"`,
  });
  const names = ['web', 'of_part_of_web', 'fast', 'named', 'unused'];
  const packages = names.map((name) => found('gem', name, `${home}/specifications/${name}-1.0.0.gemspec`));
  const files = {
    'usr/local/bin/ruby': program,
    'usr/local/lib/ruby/3.1.0/rubygems.rb': '',
    ...gem('web', ''),
    ...gem('of_part_of_web', ''),
    ...gem('fast', ''),
    ...gem('named', ''),
    ...gem('unused', ''),
    [`${home}/extensions/x86_64-linux/3.1.0/fast-1.0.0/fast.so`]: makeElf(),
  };

  it('follows features into gems, with all of a gem that is reached, and the gems of the Gemfile where Bundler requires them', () => {
    const app = {
      'app/main.rb': 'require "bundler/setup"\nBundler.require(:default)\nrequire "web"\nADAPTER = "fast"\n',
      'app/Gemfile': 'gem "named"\n# gem "unused"\n',
    };
    const result = reach({ ...files, ...app }, { cmd: ['ruby', 'main.rb'], workingDirectory: '/app' }, packages);
    expect(statesOf(result)).toEqual({
      web: 'loaded',
      of_part_of_web: 'loadable',
      fast: 'loadable',
      named: 'loadable',
      unused: 'not-referenced',
    });
    expect(result.files.map(({ entry }) => entry.path)).toContain(`${home}/extensions/x86_64-linux/3.1.0/fast-1.0.0/fast.so`);
  });

  it('rules no gem out where the application requires a computed name', () => {
    const { packages: all } = reach(
      { ...files, 'app/main.rb': 'require ENV["X"]\nload name\n' },
      { cmd: ['ruby', '/app/main.rb'] },
      packages,
    );
    expect(all.get('unused')).toEqual({ state: 'unknown', reason: '/app/main.rb requires a computed name' });
  });
});

describe('PHP', () => {
  const installed = JSON.stringify({
    packages: [
      { name: 'a/log', 'install-path': '../a/log', autoload: { 'psr-4': { 'Log\\': 'src/' } } },
      { name: 'a/psr', 'install-path': '../a/psr', autoload: { 'psr-4': { 'Psr\\': 'src/' } } },
      { name: 'a/polyfill', 'install-path': '../a/polyfill', autoload: { files: ['bootstrap.php'] } },
      { name: 'a/unused', 'install-path': '../a/unused', autoload: { 'psr-4': { 'Unused\\': '' } } },
    ],
  });
  const files = {
    'usr/local/bin/php': program,
    'app/vendor/autoload.php': '<?php require_once __DIR__ . "/composer/autoload_real.php";',
    'app/vendor/composer/autoload_real.php': '<?php',
    'app/vendor/composer/installed.json': installed,
    'app/vendor/a/log/src/Logger.php': '<?php namespace Log; class Logger implements \\Psr\\LoggerInterface {}',
    'app/vendor/a/psr/src/LoggerInterface.php': '<?php',
    'app/vendor/a/polyfill/bootstrap.php': '<?php',
    'app/vendor/a/unused/U.php': '<?php',
  };
  const packages = ['log', 'psr', 'polyfill', 'unused'].map((name) => ({
    ...found('composer', `a/${name}`, 'app/vendor/composer/installed.json'),
    id: name,
  }));

  it('follows the classes that code names over the namespaces of Composer', () => {
    const app = { 'app/index.php': "<?php require __DIR__ . '/vendor/autoload.php';\n$handler = 'Log\\\\Logger';" };
    const states = statesOf(
      reach({ ...files, ...app }, { cmd: ['php', '-S', '0.0.0.0:80', 'index.php'], workingDirectory: '/app' }, packages),
    );
    expect(states).toEqual({ log: 'loadable', psr: 'loadable', polyfill: 'loaded', unused: 'not-referenced' });
  });

  it('rules no package out where the application names classes by variables', () => {
    const app = { 'app/index.php': "<?php require __DIR__ . '/vendor/autoload.php';\nnew $class();" };
    const { packages: all } = reach({ ...files, ...app }, { cmd: ['php', '/app/index.php'] }, packages);
    expect(all.get('unused')).toEqual({ state: 'unknown', reason: '/app/index.php names a class by a variable' });
    expect(all.get('polyfill')!.state).toBe('loaded');
  });
});

describe('.NET', () => {
  it('takes the assemblies that the deps.json of the application lists', () => {
    const target = { 'Shop/1.0.0': { runtime: { 'Shop.dll': {} } }, 'Json/1.0.0': { runtime: { 'lib/net8.0/Json.dll': {} } } };
    const files = {
      'usr/bin/dotnet': program,
      'app/Shop.dll': 'MZ',
      'app/Json.dll': 'MZ',
      'app/Shop.deps.json': JSON.stringify({ targets: { net8: target } }),
      'old/Old.dll': 'MZ',
      'old/Old.deps.json': JSON.stringify({ targets: { net8: { 'Old/1.0.0': { runtime: { 'Old.dll': {} } } } } }),
    };
    const packages = [found('nuget', 'Json', 'app/Shop.deps.json'), found('nuget', 'Old', 'old/Old.deps.json')];
    expect(statesOf(reach(files, { cmd: ['dotnet', 'Shop.dll'], workingDirectory: '/app' }, packages))).toEqual({
      Json: 'loadable',
      Old: 'not-referenced',
    });
    expect(reach(files, { cmd: ['dotnet', 'run'] }, packages).packages.get('Old')).toEqual({
      state: 'unknown',
      reason: '/usr/bin/dotnet is started with no assembly that is known',
    });
  });
});
