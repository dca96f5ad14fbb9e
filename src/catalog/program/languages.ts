import { type Program } from './program.ts';

/** Runtimes, compilers and package managers of languages. Java's runtimes have a `release` file, and Go programs build information. */
export const languages: readonly Program[] = [
  {
    name: 'node',
    files: /^(?:node|nodejs|libnode\.so[\d.]*|node\.exe)$/,
    marks: [
      {
        near: 'node.js/v',
        version: /node\.js\/v(\d+\.\d+\.\d+)/,
        example: { file: 'libnode.so.108', text: '\0node.js/v18.20.4\0', version: '18.20.4' },
      },
      {
        near: '/node-v',
        version: /\/node-v(\d+\.\d+\.\d+)[.-]/,
        example: { file: 'node', text: 'https://nodejs.org/download/release/v18.20.4/node-v18.20.4.tar.gz\0', version: '18.20.4' },
      },
    ],
    advisoriesName: 'node',
  },
  {
    name: 'bun',
    files: /^bun$/,
    marks: [
      {
        near: 'Bun v',
        version: /Bun v(\d+\.\d+\.\d+)(?:-\w+[.\d]*)? \(/,
        example: { file: 'bun', text: '\x16\0\0\0\0\0\0\0Bun v1.4.5 (Linux x64)\0', version: '1.4.5' },
      },
    ],
  },
  {
    name: 'deno',
    files: /^deno$/,
    marks: [
      {
        near: 'Deno/',
        version: /Deno\/(\d+\.\d+\.\d+)Deno\/\1/,
        example: { file: 'deno', text: 'denover2.9.62.9.6+e518fbdDeno/2.9.6Deno/2.9.6+e518fbde', version: '2.9.6' },
      },
    ],
  },
  {
    name: 'python',
    files: /^(?:lib)?python(\d\.\d+)(?:d|m|t)?(?:\.so[\d.]*|\.exe|\.dylib)?$/,
    marks: [
      {
        version: /\0($1\.\d+(?:(?:a|b|rc)\d+)?)\+?\0/,
        example: { file: 'libpython3.11.so.1.0', text: "%s: '%s'\x003.11.2\0%.80s (%.80s) %.80s\0", version: '3.11.2' },
      },
    ],
    advisoriesName: 'python',
    covers: /(?:^|\/)lib(?:64)?\/python\d\.\d+\/(?:lib-dynload\/|config-)|(?:^|\/)libpython3\.so$|(?:^|\/)bin\/python\d(?:\.\d+)?$/,
  },
  {
    name: 'pypy',
    files: /^(?:libpypy3?(?:\.\d+)?-c\.so|pypy3?(?:\.\d+)?)$/,
    marks: [
      {
        near: '[PyPy ',
        version: /\[PyPy (\d+\.\d+\.\d+)/,
        example: { file: 'libpypy3.11-c.so', text: '\n[PyPy 7.3.20 with GCC 10.2.1', version: '7.3.20' },
      },
    ],
    covers: /(?:^|\/)pypy3?[\d.]*\/.*\.(?:so|pypy)/,
  },
  {
    name: 'php',
    files: /^(?:php(?:\d(?:\.\d+)?)?(?:-fpm|-cgi|-cli|-zts)?(?:\d(?:\.\d+)?)?|libphp[\d.]*\.so)$/,
    marks: [
      {
        near: 'X-Powered-By: PHP/',
        version: /X-Powered-By: PHP\/(\d+\.\d+\.\d+(?:(?:alpha|beta|RC)\d+)?)/,
        example: { file: 'php8.2', text: '\0X-Powered-By: PHP/8.2.36\0', version: '8.2.36' },
      },
    ],
    advisoriesName: 'php',
    covers: /(?:^|\/)lib(?:64)?\/php\d*\/(?:extensions|modules|\d{8})\/|(?:^|\/)bin\/(?:phpdbg|php-config)$/,
  },
  {
    name: 'composer',
    files: /^composer(?:\.phar)?$/,
    isScript: true,
    marks: [
      {
        near: "const VERSION = '",
        version: /const VERSION = '(\d+\.\d+\.\d+(?:-[A-Za-z]+\d*)?)';/,
        example: { file: 'composer.phar', text: "class Composer extends PartialComposer\n{\nconst VERSION = '2.8.9';\n", version: '2.8.9' },
      },
    ],
    advisoriesName: 'composer',
  },
  {
    name: 'ruby',
    files: /^(?:ruby(?:\d\.\d+)?|libruby[\d.-]*\.so[\d.]*)$/,
    marks: [
      {
        near: 'ruby ',
        version: /(?:^|\0)ruby (\d+\.\d+\.\d+)(?:p-?\d+|dev|preview\d|rc\d)? \(\d{4}-\d\d-\d\d/,
        example: {
          file: 'libruby-3.1.so.3.1.2',
          text: '\0ruby 3.1.2p20 (2022-04-12 revision 4491bb740a) [x86_64-linux-gnu]\0',
          version: '3.1.2',
        },
      },
    ],
    advisoriesName: 'ruby',
    covers: /(?:^|\/)lib(?:64)?\/ruby\/(?:site_ruby\/|vendor_ruby\/)?\d+\.\d+\.\d+\/.*\.so$|(?:^|\/)bin\/ruby[\d.]*$/,
  },
  {
    name: 'perl',
    files: /^(?:perl(?:5[\d.]*)?|libperl\.so[\d.]*)$/,
    marks: [
      {
        near: 'v5.',
        version: /\0v(5\.\d+\.\d+)\0/,
        example: { file: 'libperl.so.5.36.0', text: 'PERL_INTERNAL_RAND_SEED\0v5.36.0\0panic: sysconf: %s\0', version: '5.36.0' },
      },
      {
        near: '/perl/5.',
        version: /\/perl\/(5\.\d+\.\d+)\0/,
        example: { file: 'perl', text: '/usr/local/share/perl/5.36.0\0', version: '5.36.0' },
      },
    ],
    covers: /(?:^|\/)lib(?:64)?(?:\/[^/]+)?\/perl5?\/.*\.so$|(?:^|\/)bin\/perl[\d.]*$/,
  },
  {
    name: 'erlang',
    files: /^(?:beam(?:\.smp)?|erlexec)$/,
    marks: [
      {
        near: 'emulator version ',
        version: /emulator version (\d+(?:\.\d+)+)\n/,
        example: { file: 'beam.smp', text: '(BEAM) emulator version 13.1.5\n\0', version: '13.1.5' },
      },
    ],
    covers: /(?:^|\/)lib\/erlang\//,
  },
  {
    name: 'lua',
    files: /^(?:luac?(?:\d\.\d|5\d)?|liblua[\d.-]*\.so[\d.]*)$/,
    marks: [
      {
        near: 'Lua ',
        version: /(?:\0|: )Lua (5\.\d+\.\d+)  ?Copyright/,
        example: { file: 'lua5.4', text: '\0Lua 5.4.4  Copyright (C) 1994-2022 Lua.org, PUC-Rio\0', version: '5.4.4' },
      },
    ],
    advisoriesName: 'lua',
  },
  {
    name: 'luajit',
    files: /^(?:luajit(?:-[\d.]+)?|libluajit[\d.-]*\.so[\d.]*)$/,
    marks: [
      {
        near: 'LuaJIT ',
        version: /\0LuaJIT (2\.\d+\.[\w.-]+)\0/,
        example: { file: 'luajit', text: '\0LuaJIT 2.1.0-beta3\0', version: '2.1.0-beta3' },
      },
    ],
  },
  {
    name: 'ghc',
    files: /^ghc(?:-[\d.]+)?$/,
    marks: [
      {
        near: 'libHSghc-',
        version: /libHSghc-(\d+\.\d+\.\d+)(?:-[0-9a-f]{4})?-ghc/,
        example: { file: 'ghc', text: '\0libHSghc-9.0.2-ghc9.0.2.so\0', version: '9.0.2' },
      },
    ],
    covers: /(?:^|\/)lib\/ghc/,
  },
  {
    name: 'cabal-install',
    files: /^cabal$/,
    marks: [
      {
        near: 'cabal-install-',
        version: /[/\0]cabal-install-(\d+(?:\.\d+){2,3})(?:-[\w]+|\0)/,
        example: {
          file: 'cabal',
          text: '/usr/lib/x86_64-linux-ghc-9.0.2/cabal-install-3.4.1.0\0cabal_install_libexecdir\0',
          version: '3.4.1.0',
        },
      },
    ],
  },
  {
    name: 'stack',
    files: /^stack$/,
    marks: [
      {
        near: '/stack-',
        version: /\/stack-(\d+\.\d+\.\d+)(?:-\w+|\0)/,
        example: { file: 'stack', text: '/usr/lib/x86_64-linux-ghc-9.0.2/stack-2.7.5\0', version: '2.7.5' },
      },
    ],
  },
  {
    name: 'rust',
    files: /^(?:rustc|librustc_driver-[0-9a-f]+\.so|libstd-[0-9a-f]+\.so)$/,
    marks: [
      {
        near: 'rustc ',
        version: /rustc version (\d+\.\d+\.\d+)/,
        example: { file: 'librustc_driver-4c3beb7552356b6f.so', text: 'rustc version 1.63.0\0', version: '1.63.0' },
      },
    ],
    covers: /(?:^|\/)(?:rustlib|toolchains)\//,
  },
  {
    name: 'swipl',
    files: /^(?:swipl|libswipl\.so[\d.]*)$/,
    marks: [
      {
        near: 'swipl-',
        version: /swipl-(\d+\.\d+\.\d+)/,
        example: { file: 'libswipl.so.9', text: '/swipl-9.0.4/build\0', version: '9.0.4' },
      },
    ],
    covers: /(?:^|\/)swi-?pl(?:-prolog)?\//,
  },
  {
    name: 'gcc',
    files: /^(?:(?:[\w-]+-)?(?:gcc|g\+\+|cpp|c\+\+|gfortran)(?:-\d[\d.]*)?|cc1|cc1plus|collect2|lto1|lto-wrapper)$/,
    marks: [
      {
        near: 'gcc version %s',
        version: /\0(\d+\.\d+\.\d+)\0/,
        example: { file: 'x86_64-linux-gnu-gcc-12', text: '\0 zstd\x0012.2.0\0(GCC) \0gcc version %s %s\n\0', version: '12.2.0' },
      },
      {
        near: '/gcc-',
        version: /\/gcc-(?:\d+-)?(\d+\.\d+\.\d+)\//,
        example: { file: 'cc1', text: '/build/gcc-12-12.2.0/gcc\0', version: '12.2.0' },
      },
    ],
    covers: /(?:^|\/)(?:lib(?:64)?|libexec)\/gcc(?:-lib)?\//,
  },
];
