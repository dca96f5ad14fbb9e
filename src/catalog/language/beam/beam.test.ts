import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { hexLock } from './hex-lock.ts';
import { otpApplication } from './otp-application.ts';
import { parseTerms } from './parse-terms.ts';

const mix = `%{
  # a comment
  "cowboy": {:hex, :cowboy, "2.9.0", "865dd8", [:make, :rebar3], [{:cowlib, "2.11.0", [hex: :cowlib, repo: "hexpm", optional: false]}], "hexpm", "2c729f"},
  "cowlib" => {:hex, :cowlib, "2.11.0"},
  enacl: {:git, "https://git.example/enacl.git", "2f50ba", [ref: "2f50ba"]},
  "local_dep": {:path, "../local_dep", []},
  "secret": {:hex, :secret, "1.0.0", "ab", [:mix], [], "hexpm:acme", "cd"},
  "other": {:hex, :other, "1.0.0-rc.1", "ab", [:mix], [], "mine", "cd"},
}
`;
const rebar = `{"1.2.0",
[{<<"certifi">>,{pkg,<<"certifi">>,<<"2.9.0">>},1},
 {<<"alias">>,{pkg,<<"real">>,<<"1.0.0">>},0},
 {<<"swc">>,
  {git,"https://git.example/swc.git",
       {ref,"4835239d"}},
  0}]}.
[
{pkg_hash,[
 {<<"certifi">>, <<"6F2A47">>}]}
].
`;
const gleam = `packages = [
  { name = "gleam_stdlib", version = "0.40.0", build_tools = ["gleam"], requirements = [], otp_app = "gleam_stdlib", source = "hex", outer_checksum = "AB" },
  { name = "wisp", version = "1.1.0", build_tools = ["gleam"], requirements = ["gleam_stdlib"], otp_app = "wisp", source = "hex", outer_checksum = "CD" },
]

[requirements]
wisp = { version = ">= 1.0.0 and < 2.0.0" }
`;
const app = `%% generated
{application, cowboy, [
  {description, "Small, fast, modern HTTP server."},
  {vsn, "2.9.0"},
  {modules, ['cowboy', 'cowboy_app']},
  {applications, [kernel,stdlib,cowlib]},
  {mod, {cowboy_app, []}},
  {env, [{a, #{b => <<"c">>}}]}
]}.
`;

describeCataloger(hexLock, { 'app/mix.lock': mix, 'app/rebar.lock': rebar, 'app/manifest.toml': gleam });
describeCataloger(otpApplication, { 'app/lib/cowboy-2.9.0/ebin/cowboy.app': app });

describe('Hex', () => {
  it.each([
    [
      'mix.lock',
      mix,
      [
        'pkg:generic/local_dep declared own',
        'pkg:hex/acme/secret@1.0.0 declared',
        'pkg:hex/cowboy@2.9.0 declared → cowlib',
        'pkg:hex/cowlib@2.11.0 declared',
        'pkg:hex/enacl@2f50ba?vcs_url=https:%2F%2Fgit.example%2Fenacl.git%402f50ba declared',
        'pkg:hex/other@1.0.0-rc.1?repository_url=mine declared',
      ],
    ],
    [
      'rebar.lock',
      rebar,
      [
        'pkg:hex/certifi@2.9.0 declared transitive',
        'pkg:hex/real@1.0.0 declared direct',
        'pkg:hex/swc@4835239d?vcs_url=https:%2F%2Fgit.example%2Fswc.git%404835239d declared direct',
      ],
    ],
    [
      'rebar.lock',
      '[{<<"old">>,{git,"https://git.example/old",{ref,"ab"}},0}].',
      ['pkg:hex/old@ab?vcs_url=https:%2F%2Fgit.example%2Fold%40ab declared direct'],
    ],
    ['mix.lock', '%{\n}\n', []],
    ['manifest.toml', gleam, ['pkg:hex/gleam_stdlib@0.40.0 declared transitive', 'pkg:hex/wisp@1.1.0 declared direct → gleam_stdlib']],
    ['manifest.toml', 'packages = [{ name = "x" }]', []],
    ['mix.lock', '%{"a": {:hex}}', ['LOCKFILE_UNREADABLE mix.lock has an entry that is no package']],
    ['mix.lock', 'System.halt()', ['LOCKFILE_UNREADABLE mix.lock is not an Elixir map']],
    ['rebar.lock', '', ['LOCKFILE_UNREADABLE rebar.lock is empty']],
    ['rebar.lock', '{"1.2.0",x}.', ['LOCKFILE_UNREADABLE rebar.lock has no list of packages']],
    ['rebar.lock', '[{x}].', ['LOCKFILE_UNREADABLE rebar.lock has an entry that is no package']],
  ])('%s', (path, content, expected) => {
    expect(listPackages('hex-lock', { [path]: content })).toEqual(expected);
  });

  it('applications of a release come from Hex or from OTP', () => {
    const files = {
      'app/lib/cowboy-2.9.0/ebin/cowboy.app': app,
      'app/lib/cowlib-2.11.0/ebin/cowlib.app': '{application,cowlib,[{vsn,"2.11.0"}]}.',
      'app/lib/kernel-9.0/ebin/kernel.app': '{application,kernel,[{vsn,"9.0"}]}.',
    };
    expect(listPackages('otp-application', files, true)).toEqual([
      'pkg:hex/cowboy@2.9.0 file → kernel, cowlib',
      'pkg:hex/cowlib@2.11.0 file',
      'pkg:otp/kernel@9.0 file',
    ]);
    expect(listPackages('otp-application', { 'src/shop.app': '{application,shop,[{vsn,"0.1.0"}]}.', 'other.app': 'x' })).toEqual([
      'pkg:hex/shop@0.1.0 file',
    ]);
    expect(listPackages('otp-application', { 'ebin/x.app': 'x' })).toEqual([
      'MANIFEST_UNREADABLE ebin/x.app is not an application resource',
    ]);
  });

  it('reads terms as deep as the limit, and in linear time', () => {
    expect(parseTerms(`${'['.repeat(500)}${']'.repeat(500)}`, 'erlang')).toBeDefined();
    expect(parseTerms('['.repeat(1_000_000), 'erlang')).toBeUndefined();
    expect(parseTerms('[a'.repeat(2), 'erlang')).toBeUndefined();
  });
});
