/** Who may import whom: the table of ARCHITECTURE.md, as the check that fails the build. Type-only imports count. */
const mayImport = {
  model: [],
  lib: [],
  config: ['model', 'lib'],
  version: ['model', 'lib'],
  oci: ['model', 'lib'],
  image: ['model', 'lib', 'oci'],
  check: ['model', 'lib'],
  secret: ['model', 'lib'],
  audit: ['model', 'lib'],
  policy: ['model', 'lib', 'version'],
  sbom: ['model', 'lib'],
  trust: ['model', 'lib', 'oci'],
  client: ['model', 'lib'],
  postgres: ['model', 'lib'],
  catalog: ['model', 'lib', 'version', 'sbom'],
  match: ['model', 'lib', 'version'],
  reach: ['model', 'lib', 'version'],
  harden: ['model', 'lib', 'reach', 'check'],
  advisory: ['model', 'lib', 'version', 'postgres'],
  remedy: ['model', 'lib', 'version', 'match', 'check', 'reach'],
  report: ['model', 'lib', 'sbom'],
  scan: ['model', 'lib', 'version', 'image', 'catalog', 'advisory', 'match', 'remedy', 'check', 'secret', 'reach', 'sbom'],
  server: [
    'model',
    'lib',
    'config',
    'version',
    'postgres',
    'match',
    'advisory',
    'policy',
    'report',
    'sbom',
    'trust',
    'oci',
    'remedy',
    'scan',
  ],
};
/** The same inside a folder of src: its subfolders in their order. Files directly in the folder combine them. */
const insideMayImport = {
  trust: {
    x509: [],
    crypto: ['x509'],
    dsse: ['crypto'],
    tuf: ['x509', 'crypto'],
    notary: ['x509', 'crypto', 'tuf'],
    'registry-metadata': ['crypto', 'tuf', 'notary', 'store'],
    sigstore: ['x509', 'crypto', 'dsse', 'tuf', 'store'],
    notation: ['x509', 'crypto', 'store'],
    attest: ['crypto', 'dsse'],
    store: ['crypto'],
  },
  advisory: {
    source: [],
    enrichment: ['source'],
    fetch: ['source'],
    store: [],
    starter: ['store'],
    build: ['source', 'enrichment', 'fetch', 'store'],
    repository: ['store', 'build'],
    local: ['source', 'enrichment', 'fetch', 'store', 'build', 'starter', 'repository'],
  },
  cli: {
    terminal: [],
    words: [],
    help: ['words'],
    audit: ['words', 'terminal', 'report', 'judge', 'scan', 'verify'],
    database: ['words', 'terminal'],
    sign: ['words', 'terminal'],
    artifact: ['words', 'terminal', 'sign'],
    verify: ['words', 'terminal', 'sign'],
    report: ['terminal'],
    judge: ['report', 'words', 'terminal'],
    scan: ['words', 'terminal', 'report', 'judge', 'verify'],
    lint: ['words', 'terminal', 'report', 'judge'],
    reach: ['words', 'terminal', 'report', 'judge', 'scan'],
    remedy: ['words', 'terminal', 'report', 'judge', 'scan'],
    compare: ['words', 'terminal', 'report', 'judge', 'scan'],
    harden: ['words', 'terminal', 'report', 'judge', 'scan', 'audit'],
    guard: ['words', 'terminal', 'report', 'judge', 'scan', 'verify'],
    mcp: ['terminal'],
    serve: ['words', 'terminal'],
    policy: ['words', 'terminal', 'judge', 'scan', 'report'],
    peers: [],
    migrate: ['terminal', 'peers'],
    trust: ['words', 'terminal', 'sign', 'database'],
  },
};
/** In `cli` the files directly in the folder say what a command is, for every family. */
const below = { cli: '^src/cli/[^/]+/' };
/** These stages get bytes; disk, network, processes and threads stay at the edges. */
const pureFolders = ['model', 'version', 'catalog', 'match', 'check', 'secret', 'reach', 'policy', 'sbom', 'trust/(x509|crypto|tuf|dsse)'];
/** Libraries that the bundle carries; see docs/reference/dependencies.md. */
const bundled = [
  'commander',
  'zstddec',
  'undici',
  're2js',
  'fflate',
  'tuf-js',
  'cborg',
  'yaml',
  'smol-toml',
  'marked',
  'spdx-license-ids',
  'unbash',
  '@marcbachmann/cel-js',
  '@modelcontextprotocol/sdk',
];

/** Optional peer dependencies, which only these folders may load. */
const ofServer = ['fastify', '@fastify/rate-limit', 'kysely', 'pg', 'pg-boss', '@electric-sql/pglite', 'zod'];

const folderRules = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import only itself${allowed.map((name) => `, ${name}`).join('')}. Move the shared noun to model, or put the stages together in scan.`,
  severity: 'error',
  from: { path: `^src/${folder}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^src/', pathNot: [folder, ...allowed].map((name) => `^src/${name}/`) },
}));

const insideRules = Object.entries(insideMayImport).flatMap(([parent, table]) =>
  Object.entries(table).map(([folder, allowed]) => ({
    name: `${parent}/${folder}-imports`,
    comment: `src/${parent}/${folder} may import only itself${allowed.map((name) => `, ${name}`).join('')} of src/${parent}.`,
    severity: 'error',
    from: { path: `^src/${parent}/${folder}/`, pathNot: '\\.test\\.ts$' },
    to: { path: below[parent] ?? `^src/${parent}/`, pathNot: [folder, ...allowed].map((name) => `^src/${parent}/${name}/`) },
  })),
);

export default {
  forbidden: [
    ...folderRules,
    ...insideRules,
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure-stages',
      comment: 'These stages get bytes and answer values; reading is done at the edges.',
      severity: 'error',
      from: { path: `^src/(${pureFolders.join('|')})/`, pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|fs/promises|http|https|http2|net|tls|dns|dgram|child_process|worker_threads|cluster)$',
      },
    },
    {
      name: 'sources-apart',
      comment: 'One advisory source never reads another.',
      severity: 'error',
      from: { path: '^src/advisory/source/([^/]+)/' },
      to: { path: '^src/advisory/source/[^/]+/', pathNot: '^src/advisory/source/$1/' },
    },
    {
      name: 'no-test-imports',
      comment: 'Nothing imports a test.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '\\.test\\.ts$|^test/' },
    },
    {
      name: 'only-bundled-libraries',
      comment: 'A library in src is carried by the bundle: it needs a line in docs/reference/dependencies.md and its name here.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$|^src/(server|postgres)/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
        pathNot: bundled.map((name) => `node_modules/${name}/`),
      },
    },
    {
      name: 'only-server-libraries',
      comment:
        'The server loads its optional peer dependencies and what the bundle carries (docs/adr/0100-server-libraries-are-optional-peers.md).',
      severity: 'error',
      from: { path: '^src/(server|postgres)/', pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
        pathNot: [...bundled, ...ofServer, '@types/pg'].map((name) => `node_modules/${name}/`),
      },
    },
    {
      name: 'pg-in-postgres',
      comment: 'Drivers are loaded in src/postgres only.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/postgres/' },
      to: { path: 'node_modules/(pg|@electric-sql/pglite)/' },
    },
    { name: 'no-unresolved', comment: 'The import points nowhere.', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
