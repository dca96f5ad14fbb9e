import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { emptyImageConfig } from '../../src/model/empty-image-config.ts';
import { reachImage } from '../../src/reach/reach-image.ts';
import { makeElf } from '../support/elf-builder.ts';
import { makeMemoryTree, readMemoryLayer, type MemoryLayer } from '../support/memory-tree.ts';

interface Application {
  readonly program: string;
  /** Asks whether the program is on this machine. */
  readonly version: readonly string[];
  /** Arguments, in the folder of the application. */
  readonly command: readonly string[];
  /** A variable that has the folder of libraries. */
  readonly variable: string;
  /** By path; a file says at its end what was loaded, one path a line. */
  readonly files: Readonly<Record<string, string>>;
  /** What is not loaded, and must be ruled out: a test that calls everything loadable proves nothing. */
  readonly unused: readonly string[];
}

/** Each loads in the ways that hide from a reader of its code: late, by computed names, by strings, through packages of packages. */
const applications: readonly Application[] = [
  {
    program: 'node',
    version: ['--version'],
    command: ['main.js'],
    variable: 'NODE_PATH',
    files: {
      'main.js': 'const driver = "driver-" + "a";\nconst names = { store: "stored" };\nrequire("./lib/index");\nfor (const kind of ["one", "two"]) require(`./kinds/${kind}`);\nrequire("opener")(names.store);\nconsole.log(Object.keys(require.cache).join("\\n"));\n',
      'lib/index.js': 'if (process.env.NEVER) require("rare");\nsetImmediate(() => {});\nmodule.exports = { late: () => require("late") };\nmodule.exports.late();\n',
      'kinds/one.js': '',
      'kinds/two.js': '',
      'libs/opener/package.json': '{"name":"opener","main":"open"}',
      'libs/opener/open.js': 'module.exports = (name) => require(name);\n',
      'libs/stored/package.json': '{"name":"stored","exports":{".":{"require":"./a.cjs","import":"./a.mjs"}}}',
      'libs/stored/a.cjs': 'require("@scope/deep/sub");\n',
      'libs/stored/a.mjs': '',
      'libs/@scope/deep/package.json': '{"name":"@scope/deep"}',
      'libs/@scope/deep/sub.js': '',
      'libs/late/package.json': '{"name":"late"}',
      'libs/late/index.js': '',
      'libs/rare/package.json': '{"name":"rare"}',
      'libs/rare/index.js': '',
      'libs/unused/package.json': '{"name":"unused"}',
      'libs/unused/index.js': '',
    },
    unused: ['libs/unused/index.js'],
  },
  {
    program: 'python3',
    version: ['--version'],
    command: ['main.py'],
    variable: 'PYTHONPATH',
    files: {
      'main.py': 'import sys, framework\nfrom shop import views\nSETTINGS = {"backend": "backends.memory"}\nframework.load(SETTINGS["backend"])\nviews.late()\nprint("\\n".join(m.__file__ for m in list(sys.modules.values()) if getattr(m, "__file__", None)))\n',
      'shop/__init__.py': 'from .models import Model as M\n',
      'shop/models.py': 'class Model: pass\n',
      'shop/views.py': 'def late():\n    import late.part\n    from spaces.one import name\n',
      'libs/framework/__init__.py': 'import importlib\ndef load(name):\n    importlib.import_module("framework.plugins.%s" % "first")\n    return importlib.import_module(name)\n',
      'libs/framework/plugins/__init__.py': '',
      'libs/framework/plugins/first.py': 'try:\n    import missing\nexcept ImportError:\n    import instead\n',
      'libs/instead.py': '',
      'libs/backends/__init__.py': '',
      'libs/backends/memory.py': 'import json\n',
      'libs/late/__init__.py': '',
      'libs/late/part.py': '',
      'libs/spaces/one.py': 'name = 1\n',
      'libs/unused/__init__.py': '',
    },
    unused: ['libs/unused/__init__.py'],
  },
  {
    program: 'perl',
    version: ['-v'],
    command: ['main.pl'],
    variable: 'PERL5LIB',
    files: {
      'main.pl': 'use strict;\nuse Shop;\nuse Child \'Parental\';\nShop->start("Memory");\nprint join("\\n", values %INC), "\\n";\n',
      'libs/Shop.pm': 'package Shop;\nsub start { my ($self, $kind) = @_; eval "require Shop::Store::$kind" or die; require Late; }\nfor my $name (qw(Some)) { my $class = "Parts::" . $name; (my $file = "$class.pm") =~ s{::}{/}g; require $file }\n1;\n',
      'libs/Shop/Store/Memory.pm': 'package Shop::Store::Memory;\nuse parent -norequire, "Shop";\n1;\n',
      'libs/Parts/Some.pm': '1;\n',
      'libs/Child.pm': 'package Child;\nsub import { my ($self, $parent) = @_; eval "require $parent; 1" or die }\n1;\n',
      'libs/Parental.pm': '1;\n',
      'libs/Late.pm': '1;\n',
      'libs/Unused.pm': '1;\n__END__\n\n=head1 NAME\n\n',
    },
    unused: ['libs/Unused.pm'],
  },
  {
    program: 'ruby',
    version: ['--version'],
    command: ['main.rb'],
    variable: 'RUBYLIB',
    files: {
      'main.rb': 'require "shop"\nrequire_relative "app/models"\nShop.start("memory")\nputs $LOADED_FEATURES\n',
      'app/models.rb': 'autoload :Late, "late"\nLate\n',
      'libs/late.rb': 'module Late; end\n',
      'libs/shop.rb': 'module Shop\n  def self.start(kind)\n    require "shop/store/#{kind}"\n  end\nend\n',
      'libs/shop/store/memory.rb': '',
      'libs/unused.rb': '',
    },
    unused: ['libs/unused.rb'],
  },
]; // prettier-ignore

const work = realpathSync(mkdtempSync(join(tmpdir(), 'pratique-reach-')));
afterAll(() => rmSync(work, { recursive: true }));

describe('what an application really loads', () => {
  for (const application of applications) {
    const { program, version, unused } = application;
    // Skipped where the program is not installed.
    it.skipIf(spawnSync(program, version).status !== 0)(`is never called not reached: ${program}`, () => {
      const folder = join(work, program);
      const loaded = run(application, folder);
      const reached = reach(application, folder);
      expect(loaded.length).toBeGreaterThan(3);
      expect(loaded.filter((path) => !reached.includes(path))).toEqual([]);
      expect(unused.filter((path) => reached.includes(path))).toEqual([]);
    });
  }
});

/** Files of the application that the program says it has loaded. */
function run({ program, command, variable, files }: Application, folder: string): readonly string[] {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const env = { PATH: process.env['PATH'], HOME: work, PYTHONDONTWRITEBYTECODE: '1', [variable]: join(folder, 'libs') };
  const { stdout, stderr, status } = spawnSync(program, command, { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n').flatMap((path) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : []));
}

/** Files of the application that reach, given the same as an image, says can be loaded. */
function reach({ program, command, variable }: Application, folder: string): readonly string[] {
  const inside = folder.slice(1);
  const files = Object.fromEntries(Object.entries(readMemoryLayer(folder)).map(([path, file]) => [`${inside}/${path}`, file]));
  // The library of a language is not in the image; a folder for it is.
  const languages: MemoryLayer = { 'usr/lib/python3.11/encodings/__init__.py': '', 'usr/share/perl5/strict.pm': '', 'usr/lib/ruby/3.1.0/rubygems.rb': '' };
  const program_ = { content: makeElf({ interpreter: '/lib64/ld.so' }), mode: 0o755 };
  const found = reachImage({
    tree: makeMemoryTree({ [`usr/bin/${program}`]: program_, ...languages, ...files }),
    config: { ...emptyImageConfig, env: [`${variable}=${folder}/libs`], entrypoint: [program, ...command], workingDirectory: folder },
    packages: [],
    ownedPaths: () => [],
  });
  return found.files.flatMap(({ entry }) => (entry.path.startsWith(`${inside}/`) ? [entry.path.slice(inside.length + 1)] : []));
} // prettier-ignore
