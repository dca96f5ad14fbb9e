import { type TarFile } from './tar-writer.ts';

/** A layer of the sample and the history line of the instruction that would have made it. */
export interface SampleLayer {
  readonly createdBy: string;
  /** Absent for instructions that change no file. */
  readonly files?: readonly TarFile[];
}

/** What a Dockerfile that was never looked after leaves behind; names and versions are real, their content is not. */
export function sampleLayers(): readonly SampleLayer[] {
  return [
    { createdBy: '/bin/sh -c #(nop) ADD file:5a1f0c…  in / ', files: baseFiles() },
    { createdBy: '/bin/sh -c #(nop)  CMD ["bash"]' },
    { createdBy: 'RUN /bin/sh -c apt-get update && apt-get install -y curl nodejs # buildkit', files: installedFiles() },
    { createdBy: 'WORKDIR /app', files: [{ path: 'app/' }] },
    { createdBy: 'COPY . . # buildkit', files: copiedFiles() },
    { createdBy: 'RUN /bin/sh -c npm install --omit=dev # buildkit', files: npmFiles() },
    { createdBy: 'RUN /bin/sh -c rm .env # buildkit', files: [{ path: 'app/', mode: 0o755 }, { path: 'app/.wh..env' }] },
    { createdBy: 'ENV DB_PASSWORD=hunter2-not-real' },
    { createdBy: 'EXPOSE map[22/tcp:{} 8080/tcp:{}]' },
    { createdBy: 'CMD ["node" "server.js"]' },
  ];
}

interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly source?: string;
  readonly depends?: string;
}

/** As Debian 12.0 shipped them, in June 2023. */
const basePackages: readonly DebianPackage[] = [
  { name: 'base-files', version: '12.4' },
  { name: 'bash', version: '5.2.15-2+b2', source: 'bash (5.2.15-2)', depends: 'base-files (>= 2.1.12), libc6 (>= 2.36)' },
  { name: 'libc6', version: '2.36-9', source: 'glibc' },
  { name: 'libgnutls30', version: '3.7.9-2', source: 'gnutls28', depends: 'libc6 (>= 2.36)' },
  { name: 'libsystemd0', version: '252.6-1', source: 'systemd', depends: 'libc6 (>= 2.34)' },
  { name: 'zlib1g', version: '1:1.2.13.dfsg-1', source: 'zlib', depends: 'libc6 (>= 2.14)' },
];
const addedPackages: readonly DebianPackage[] = [
  { name: 'curl', version: '7.88.1-10', depends: 'libc6 (>= 2.34), libcurl4 (= 7.88.1-10), zlib1g (>= 1:1.1.4)' },
  { name: 'libcurl4', version: '7.88.1-10', source: 'curl', depends: 'libc6 (>= 2.34), libnghttp2-14 (>= 1.41.0), libssl3 (>= 3.0.0)' },
  { name: 'libnghttp2-14', version: '1.52.0-1', source: 'nghttp2', depends: 'libc6 (>= 2.14)' },
  { name: 'libssl3', version: '3.0.9-1', source: 'openssl', depends: 'libc6 (>= 2.34)' },
  { name: 'nodejs', version: '18.13.0+dfsg1-1', depends: 'libc6 (>= 2.34), libssl3 (>= 3.0.0), zlib1g (>= 1:1.1.4)' },
  { name: 'openssl', version: '3.0.9-1', depends: 'libc6 (>= 2.34), libssl3 (>= 3.0.9)' },
];

const osRelease = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
`;

function baseFiles(): TarFile[] {
  return [
    { path: 'etc/' },
    { path: 'etc/os-release', linkTo: '../usr/lib/os-release' },
    { path: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/bash\n' },
    { path: 'usr/' },
    { path: 'usr/lib/' },
    { path: 'usr/lib/os-release', content: osRelease },
    { path: 'usr/bin/' },
    { path: 'usr/bin/bash', content: '#!sample\n', mode: 0o755 },
    { path: 'var/' },
    { path: 'var/lib/' },
    { path: 'var/lib/dpkg/' },
    { path: 'var/lib/dpkg/info/' },
    ...fileLists(basePackages),
    { path: 'var/lib/dpkg/status', content: formatStatus(basePackages) },
  ];
}

function installedFiles(): TarFile[] {
  return [
    { path: 'usr/bin/curl', content: '#!sample\n', mode: 0o755 },
    { path: 'usr/bin/node', content: '#!sample\n', mode: 0o755 },
    ...fileLists(addedPackages),
    { path: 'var/lib/dpkg/status', content: formatStatus([...basePackages, ...addedPackages]) },
  ];
}

function fileLists(packages: readonly DebianPackage[]): TarFile[] {
  return packages.map(({ name }) => ({
    path: `var/lib/dpkg/info/${name}.list`,
    content: ['/.', '/usr', '/usr/bin', ...ownedPrograms(name), ''].join('\n'),
  }));
}

function ownedPrograms(name: string): string[] {
  const program = name === 'nodejs' ? 'node' : name;
  return ['bash', 'curl', 'node'].includes(program) ? [`/usr/bin/${program}`] : [];
}

/** deb822(5) paragraphs as in /var/lib/dpkg/status. */
function formatStatus(packages: readonly DebianPackage[]): string {
  return packages
    .map(({ name, version, source, depends }) =>
      [
        `Package: ${name}`,
        'Status: install ok installed',
        'Priority: optional',
        'Section: libs',
        'Maintainer: nobody <nobody@example.org>',
        'Architecture: amd64',
        ...(source === undefined ? [] : [`Source: ${source}`]),
        `Version: ${version}`,
        ...(depends === undefined ? [] : [`Depends: ${depends}`]),
        'Description: part of the sample image',
        '',
      ].join('\n'),
    )
    .join('\n');
}

const npmPackages: Readonly<Record<string, { readonly version: string; readonly dependencies?: Readonly<Record<string, string>> }>> = {
  express: { version: '4.16.0', dependencies: { qs: '6.5.1' } },
  handlebars: { version: '4.0.11' },
  lodash: { version: '4.17.4' },
  minimist: { version: '1.2.0' },
  moment: { version: '2.19.1' },
  qs: { version: '6.5.1' },
  'serialize-javascript': { version: '1.4.0' },
  ws: { version: '1.1.4' },
};

function copiedFiles(): TarFile[] {
  const wanted = Object.entries(npmPackages).filter(([name]) => name !== 'qs');
  const manifest = {
    name: 'sample-app',
    version: '1.0.0',
    private: true,
    dependencies: Object.fromEntries(wanted.map(([name, { version }]) => [name, version])),
  };
  return [
    // The key pair that AWS's own documentation uses as an example.
    {
      path: 'app/.env',
      content: 'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
    },
    { path: 'app/package.json', content: `${JSON.stringify(manifest, null, 2)}\n` },
    { path: 'app/server.js', content: "require('express')().listen(8080);\n" },
  ];
}

function npmFiles(): TarFile[] {
  return [
    { path: 'app/node_modules/' },
    ...Object.entries(npmPackages).flatMap(([name, { version, dependencies }]) => [
      { path: `app/node_modules/${name}/` },
      {
        path: `app/node_modules/${name}/package.json`,
        content: `${JSON.stringify({ name, version, license: 'MIT', main: 'index.js', dependencies }, null, 2)}\n`,
      },
      { path: `app/node_modules/${name}/index.js`, content: `module.exports = {}; // stands for ${name}\n` },
    ]),
  ];
}
