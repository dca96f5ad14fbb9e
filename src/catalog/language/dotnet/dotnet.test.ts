import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { dotnetDeps } from './dotnet-deps.ts';
import { nugetInstalled } from './nuget-installed.ts';
import { nugetLock } from './nuget-lock.ts';

const deps = JSON.stringify({
  runtimeTarget: { name: '.NETCoreApp,Version=v8.0/linux-x64' },
  targets: {
    '.NETCoreApp,Version=v8.0': { 'Other/1.0.0': { runtime: { 'lib/Other.dll': {} } } },
    '.NETCoreApp,Version=v8.0/linux-x64': {
      'Shop/1.0.0': {
        dependencies: { 'Newtonsoft.Json': '13.0.3', 'Microsoft.NETCore.App.Runtime.linux-x64': '8.0.1' },
        runtime: { 'Shop.dll': {} },
      },
      'Newtonsoft.Json/13.0.3': { runtime: { 'lib/net6.0/Newtonsoft.Json.dll': {} } },
      'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1': { runtime: { 'System.Private.CoreLib.dll': {} } },
      'Trimmed/1.0.0': { runtime: { 'lib/net6.0/Trimmed.dll': {} } },
      'Reference.Only/1.0.0': {},
    },
  },
  libraries: {
    'Shop/1.0.0': { type: 'project' },
    'Newtonsoft.Json/13.0.3': { type: 'package' },
    'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1': { type: 'runtimepack' },
    'Trimmed/1.0.0': { type: 'package' },
    'Reference.Only/1.0.0': { type: 'package' },
  },
});
const lock = JSON.stringify({
  version: 1,
  dependencies: {
    'net6.0': {
      'Serilog.Sinks': { type: 'Direct', resolved: '5.0.0', dependencies: { serilog: '2.10.0' } },
      Serilog: { type: 'Transitive', resolved: '2.10.0' },
      shop: { type: 'Project' },
    },
    'net8.0': { Serilog: { type: 'Direct', resolved: '2.10.0' } },
  },
});
const config = `<?xml version="1.0"?>
<packages>
  <!-- <package id="Gone" version="1.0.0" /> -->
  <package id="Newtonsoft.Json" version="8.0.3" allowedVersions="[8,10)" />
  <package id='Tool' version='1.0.0' developmentDependency='True' />
</packages>`;
const props = `<Project><ItemGroup>
  <PackageVersion Include="A.B" Version="6.2.3" />
  <packagereference update="C" version="2.4.1-rc.1" />
  <PackageVersion Include="Open" Version="[1.0,2.0)" />
  <PackageVersion Include="Property" Version="$(V)" />
</ItemGroup></Project>`;

const assets = JSON.stringify({
  version: 3,
  targets: {
    'net8.0': {
      'Serilog.Sinks/5.0.0': { type: 'package', dependencies: { serilog: '2.10.0' } },
      'Serilog/2.10.0': { type: 'package' },
      'Core/1.0.0': { type: 'project' },
    },
  },
  project: { frameworks: { 'net8.0': { dependencies: { 'Serilog.Sinks': { version: '[5.0.0, )' } } } } },
});
const paket = `STORAGE: NONE
NUGET
  remote: https://api.nuget.example/v3/index.json
    FSharp.Core (7.0.200)
    Argu (6.1.1) - restriction: >= net6.0
      FSharp.Core (>= 4.3.2)
GITHUB
  remote: owner/name
    src/File.fs (0123abc)

GROUP Test
NUGET
  remote: https://api.nuget.example/v3/index.json
    Expecto (9.0.4)
`;
const project = `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>
  <PackageReference Include="Serilog" Version="2.10.0" />
  <PackageReference Include="Open" Version="[1.0,2.0)" />
</ItemGroup></Project>`;
const nuspec = `<?xml version="1.0"?>
<package><metadata>
  <!-- <id>Wrong</id> -->
  <id>Serilog</id>
  <version>2.10.0</version>
  <license type="expression">Apache-2.0</license>
  <dependencies><dependency id="Other" version="1.0.0" /></dependencies>
</metadata></package>`;

describeCataloger(nugetInstalled, { 'root/.nuget/packages/serilog/2.10.0/serilog.nuspec': nuspec });
describeCataloger(dotnetDeps, { 'app/Shop.deps.json': deps });
describeCataloger(nugetLock, {
  'app/packages.lock.json': lock,
  'app/packages.config': config,
  'app/Directory.Packages.props': props,
  'app/obj/project.assets.json': assets,
  'app/paket.lock': paket,
});

describe('.NET', () => {
  it('applications carry packages and their runtime; what has no file is not there', () => {
    const files = { 'app/Shop.deps.json': deps, 'app/Shop.dll': '', 'app/Newtonsoft.Json.dll': '', 'app/System.Private.CoreLib.dll': '' };
    expect(listPackages('dotnet-deps', files, true)).toEqual([
      'pkg:generic/Shop@1.0.0 file own → Newtonsoft.Json, Microsoft.NETCore.App.Runtime.linux-x64',
      'pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1 file',
      'pkg:nuget/Newtonsoft.Json@13.0.3 file',
      'pkg:nuget/Trimmed@1.0.0 claimed',
    ]);
  });

  it.each([
    [
      'packages.lock.json',
      lock,
      ['pkg:generic/shop declared own', 'pkg:nuget/Serilog.Sinks@5.0.0 declared → Serilog', 'pkg:nuget/Serilog@2.10.0 declared'],
    ],
    ['packages.config', config, ['pkg:nuget/Newtonsoft.Json@8.0.3 declared', 'pkg:nuget/Tool@1.0.0 declared development']],
    [
      'project.assets.json',
      assets,
      [
        'pkg:generic/Core@1.0.0 declared own',
        'pkg:nuget/Serilog.Sinks@5.0.0 declared direct → Serilog',
        'pkg:nuget/Serilog@2.10.0 declared transitive',
      ],
    ],
    [
      'paket.lock',
      paket,
      [
        'pkg:nuget/Argu@6.1.1 declared → FSharp.Core',
        'pkg:nuget/Expecto@9.0.4 declared development',
        'pkg:nuget/FSharp.Core@7.0.200 declared',
      ],
    ],
    [
      'Shop.csproj',
      project,
      [
        'pkg:nuget/Serilog@2.10.0 declared direct',
        'DEPENDENCIES_NOT_PINNED Shop.csproj pins no version of Open, the packages that these need',
      ],
    ],
    ['Directory.Packages.props', props, ['pkg:nuget/A.B@6.2.3 declared', 'pkg:nuget/C@2.4.1-rc.1 declared']],
  ])('%s', (path, content, expected) => {
    expect(listPackages('nuget-lock', { [path]: content })).toEqual(expected);
  });

  it('does not read a project file beside what it became', () => {
    const files = { 'app/Shop.csproj': project, 'app/obj/project.assets.json': assets };
    expect(listPackages('nuget-lock', files).filter((line) => line.includes('Open') || line.includes('Shop'))).toEqual([]);
  });

  it('installs packages in folders of NuGet; another .nuspec is the project’s own', () => {
    const files = {
      'root/.nuget/packages/serilog/2.10.0/serilog.nuspec': nuspec,
      'src/packages/Serilog.2.10.0/Serilog.nuspec': nuspec,
      'src/Serilog.nuspec': nuspec,
      'src/template.nuspec': '<package><metadata><id>$id$</id></metadata></package>',
    };
    expect(listPackages('nuget-installed', files, true)).toEqual([
      'pkg:generic/Serilog@2.10.0 claimed own (Apache-2.0)',
      'pkg:nuget/Serilog@2.10.0 file (Apache-2.0)',
      'pkg:nuget/Serilog@2.10.0 file (Apache-2.0)',
    ]);
    expect(listPackages('nuget-installed', { 'x.nuspec': '<a/>' })).toEqual(['MANIFEST_UNREADABLE x.nuspec has no valid name']);
  });

  it.each([
    ['a.deps.json', '[', 'MANIFEST_UNREADABLE a.deps.json is not a JSON object'],
    ['a.deps.json', '{"libraries":{"a":{}}}', 'MANIFEST_UNREADABLE a.deps.json has 1 libraries without a valid name and version'],
    ['project.assets.json', '[', 'LOCKFILE_UNREADABLE project.assets.json is not a JSON object'],
    ['project.assets.json', '{}', 'LOCKFILE_UNREADABLE project.assets.json has no targets'],
    ['paket.lock', 'x', 'LOCKFILE_UNREADABLE paket.lock is not a lock file of Paket'],
    ['x.csproj', 'x', 'LOCKFILE_UNREADABLE x.csproj is not a project'],
    ['packages.lock.json', '{}', 'LOCKFILE_UNREADABLE packages.lock.json has no dependencies'],
    ['packages.config', 'x', 'LOCKFILE_UNREADABLE packages.config is not a list of packages'],
    [
      'packages.config',
      '<packages><package id="a"/></packages>',
      'LOCKFILE_UNREADABLE packages.config has 1 packages without a name or version',
    ],
    [
      'packages.config',
      '<packages><package id="&lt;a" version="1"/></packages>',
      'LOCKFILE_UNREADABLE packages.config has 1 names that NuGet does not allow',
    ],
    ['Packages.props', '<ItemGroup/>', 'LOCKFILE_UNREADABLE Packages.props is not a project'],
  ])('%s %j: %s', (path, content, message) => {
    const origin = path.endsWith('.deps.json') ? 'dotnet-deps' : 'nuget-lock';
    expect(listPackages(origin, { [path]: content })).toEqual([message]);
  });
});
