import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { readLuaLiterals } from './read-lua-literals.ts';
import { rockspec } from './rockspec.ts';

const pgmoon = `local _MODREV, _SPECREV = 'scm', '-1' -- two at once have no value
local revision = "-2"
--[==[ package = "wrong"
]==]
build = { type = "builtin", modules = { ["pgmoon"] = "a.lua", version = "9" } }
package = "pgmoon"
version = "1.16.2" .. revision
description = {
  detailed = [[PostgreSQL
license = "wrong"]],
  license = 'MIT/X11',
}
dependencies = { "lua >= 5.1", "lpeg", -- "luasocket",
}
`;
const lpeg = `package = 'LPeg'\nversion = '1.0.2-1'\n`;

describeCataloger(rockspec, { 'usr/local/lib/luarocks/rocks-5.1/pgmoon/1.16.2-2/pgmoon-1.16.2-2.rockspec': pgmoon });

describe('Lua', () => {
  it('installs rocks; another rockspec is the project’s own', () => {
    const files = {
      'usr/local/lib/luarocks/rocks-5.1/pgmoon/1.16.2-2/pgmoon-1.16.2-2.rockspec': pgmoon,
      'usr/local/lib/luarocks/rocks-5.1/lpeg/1.0.2-1/lpeg-1.0.2-1.rockspec': lpeg,
      'app/own-dev-1.rockspec': 'package = "own"\nversion = "dev-1"\n',
      'app/broken.rockspec': 'version = f()',
    };
    expect(listPackages('rockspec', files, true)).toEqual([
      'pkg:generic/own@dev-1 claimed own',
      'pkg:luarocks/lpeg@1.0.2-1 file',
      'pkg:luarocks/pgmoon@1.16.2-2 file (MIT) → LPeg',
      'MANIFEST_UNREADABLE app/broken.rockspec has no package and version',
    ]);
  });

  it('reads tables as deep as the limit, and no deeper', () => {
    expect(readLuaLiterals(`a = ${'{'.repeat(50)}"x"${'}'.repeat(50)} b = 'c'`).get('b')).toBe('c');
    expect(readLuaLiterals(`a = ${'{'.repeat(1_000_000)}`).size).toBe(1);
  });
});
