import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { juliaManifest } from './julia-manifest.ts';
import { juliaProject } from './julia-project.ts';

const uuid = (letter: string): string => `${letter.repeat(8)}-334e-11e9-00e6-e7f0a5f21b60`;
const second = `julia_version = "1.9.0"
manifest_format = "2.0"
project_hash = "f0a7"

[[deps.HTTP]]
deps = ["Dates", "MbedTLS_jll"]
git-tree-sha1 = "01"
uuid = "${uuid('a')}"
version = "1.9.1"

[[deps.Dates]]
uuid = "${uuid('b')}"

[[deps.MbedTLS_jll]]
uuid = "${uuid('c')}"
version = "2.28.2+0"

[[deps.Fork]]
repo-url = "https://git.example/Fork.jl"
git-tree-sha1 = "02"
uuid = "${uuid('d')}"
version = "0.1.0"
    [deps.Fork.deps]
    HTTP = "${uuid('a')}"

[[deps.Own]]
path = "../Own"
uuid = "${uuid('e')}"
version = "0.2.0"
`;
const first = `[[Dates]]
deps = ["Printf"]
uuid = "${uuid('b')}"

[[JSON]]
uuid = "${uuid('c')}"
version = "0.21.3"

[[Printf]]
uuid = "${uuid('d')}"
`;
const project = `name = "Shop"\nuuid = "${uuid('f')}"\nversion = "0.1.0"\n[deps]\nHTTP = "${uuid('a')}"\n`;

describeCataloger(juliaManifest, { 'app/Manifest.toml': second, 'old/Manifest.toml': first });
describeCataloger(juliaProject, { 'app/Project.toml': project, 'root/.julia/packages/Shop/7RzDY/Project.toml': project });

describe('Julia', () => {
  it.each([
    [
      { 'Manifest.toml': second, 'Project.toml': project },
      [
        'pkg:generic/Own@0.2.0 declared own',
        'pkg:generic/Shop@0.1.0 declared own',
        `pkg:julia/Dates@1.9.0?uuid=${uuid('b')} declared transitive`,
        `pkg:julia/Fork@0.1.0?uuid=${uuid('d')}&vcs_url=https:%2F%2Fgit.example%2FFork.jl%4002 declared transitive → HTTP`,
        `pkg:julia/HTTP@1.9.1?uuid=${uuid('a')} declared direct → Dates, MbedTLS_jll`,
        `pkg:julia/MbedTLS_jll@2.28.2%2B0?uuid=${uuid('c')} declared transitive`,
      ],
    ],
    [
      { 'Manifest.toml': first },
      [
        `pkg:julia/Dates?uuid=${uuid('b')} declared → Printf`,
        `pkg:julia/JSON@0.21.3?uuid=${uuid('c')} declared`,
        `pkg:julia/Printf?uuid=${uuid('d')} declared`,
      ],
    ],
    [{ 'Manifest.toml': '' }, []],
    [{ 'Manifest.toml': '[' }, ['LOCKFILE_UNREADABLE Manifest.toml is not TOML']],
    [{ 'Manifest.toml': '[[A]]\n' }, ['LOCKFILE_UNREADABLE Manifest.toml has A without a UUID']],
    [
      { 'Manifest.toml': '[[A]]\nuuid = "1"\ndeps = ["B"]\n[[B]]\nuuid = "2"\n[[B]]\nuuid = "3"\n' },
      ['LOCKFILE_UNREADABLE Manifest.toml names B, of which it has several'],
    ],
  ])('Manifest.toml %#', (files, expected) => {
    expect(listPackages('julia-manifest', files)).toEqual(expected);
  });

  it('installs packages in a depot; another Project.toml is the project’s own', () => {
    const files = { 'app/Project.toml': project, 'root/.julia/packages/Shop/7RzDY/Project.toml': project };
    expect(listPackages('julia-project', files, true)).toEqual([
      'pkg:generic/Shop@0.1.0 claimed own',
      `pkg:julia/Shop@0.1.0?uuid=${uuid('f')} file`,
    ]);
    expect(listPackages('julia-project', { 'Project.toml': project })).toEqual([
      'pkg:generic/Shop@0.1.0 declared own',
      'DEPENDENCIES_NOT_PINNED Project.toml pins no version of HTTP',
    ]);
    expect(listPackages('julia-project', { 'Project.toml': 'title = 1' })).toEqual([]);
    expect(listPackages('julia-project', { 'Project.toml': '[' })).toEqual(['MANIFEST_UNREADABLE Project.toml is not TOML']);
  });
});
