/**
 * Source packages of Ubuntu's binary packages as chisel and snapcraft install them. Their manifests name only the binary ones, and Ubuntu's advisories name
 * sources. The package's own name is its source where the lists below say so.
 */
const binariesBySource: Readonly<Record<string, readonly string[]>> = {
  apr: ['libapr1', 'libapr1t64'],
  'apr-util': ['libaprutil1', 'libaprutil1t64'],
  attr: ['libattr1'],
  acl: ['libacl1'],
  brotli: ['libbrotli1'],
  bzip2: ['libbz2-1.0'],
  'c-ares': ['libcares2'],
  'ca-certificates-java': ['ca-certificates-java'],
  curl: ['libcurl4', 'libcurl4t64', 'libcurl3-gnutls', 'libcurl3t64-gnutls'],
  'cyrus-sasl2': ['libsasl2-2', 'libsasl2-modules-db'],
  'db5.3': ['libdb5.3', 'libdb5.3t64'],
  dpkg: ['dpkg'],
  e2fsprogs: ['libcom-err2', 'libext2fs2', 'libss2', 'logsave'],
  elfutils: ['libelf1', 'libelf1t64', 'libdw1', 'libdw1t64'],
  expat: ['libexpat1'],
  fontconfig: ['libfontconfig1', 'fontconfig-config'],
  freetype: ['libfreetype6'],
  gdbm: ['libgdbm6', 'libgdbm6t64', 'libgdbm-compat4', 'libgdbm-compat4t64'],
  giflib: ['libgif7'],
  'glib2.0': ['libglib2.0-0', 'libglib2.0-0t64'],
  glibc: ['libc6', 'libc-bin', 'libc6-dev', 'libc-dev-bin', 'locales'],
  gmp: ['libgmp10'],
  gnutls28: ['libgnutls30', 'libgnutls30t64'],
  graphite2: ['libgraphite2-3'],
  harfbuzz: ['libharfbuzz0b'],
  icu: ['libicu60', 'libicu66', 'libicu70', 'libicu72', 'libicu74', 'libicu76'],
  jansson: ['libjansson4'],
  jemalloc: ['libjemalloc2'],
  keyutils: ['libkeyutils1'],
  krb5: ['krb5-locales', 'libgssapi-krb5-2', 'libk5crypto3', 'libkrb5-3', 'libkrb5support0'],
  lcms2: ['liblcms2-2'],
  libcap2: ['libcap2'],
  'libcap-ng': ['libcap-ng0'],
  libbsd: ['libbsd0'],
  libedit: ['libedit2'],
  libevent: ['libevent-2.1-7', 'libevent-2.1-7t64', 'libevent-core-2.1-7t64'],
  libffi: ['libffi7', 'libffi8'],
  libgcrypt20: ['libgcrypt20'],
  'libgpg-error': ['libgpg-error0'],
  libidn2: ['libidn2-0'],
  'libjpeg-turbo': ['libjpeg-turbo8'],
  'libjpeg8-empty': ['libjpeg8'],
  liblzf: ['liblzf1'],
  libmaxminddb: ['libmaxminddb0'],
  libmd: ['libmd0'],
  libonig: ['libonig5'],
  'libpng1.6': ['libpng16-16', 'libpng16-16t64'],
  libpsl: ['libpsl5', 'libpsl5t64'],
  libselinux: ['libselinux1'],
  libsemanage: ['libsemanage2', 'libsemanage-common'],
  libsepol: ['libsepol2'],
  libsodium: ['libsodium23'],
  libssh: ['libssh-4', 'libssh-gcrypt-4'],
  'libtasn1-6': ['libtasn1-6'],
  libtirpc: ['libtirpc3', 'libtirpc3t64', 'libtirpc-common'],
  libunistring: ['libunistring2', 'libunistring5'],
  liburcu: ['liburcu8', 'liburcu8t64'],
  libuv1: ['libuv1', 'libuv1t64'],
  libx11: ['libx11-6', 'libx11-data', 'libx11-xcb1'],
  libxau: ['libxau6'],
  libxcb: ['libxcb1'],
  libxcrypt: ['libcrypt1'],
  libxdmcp: ['libxdmcp6'],
  libxml2: ['libxml2'],
  libxslt: ['libxslt1.1'],
  libyaml: ['libyaml-0-2'],
  libzstd: ['libzstd1', 'zstd'],
  'lksctp-tools': ['libsctp1'],
  'lttng-ust': ['liblttng-ust1', 'liblttng-ust1t64', 'liblttng-ust-common1', 'liblttng-ust-ctl5'],
  'lua5.4': ['lua5.4'],
  lz4: ['liblz4-1'],
  mawk: ['mawk'],
  mpdecimal: ['libmpdec3'],
  ncurses: ['libncurses6', 'libncursesw6', 'libtinfo6', 'ncurses-base', 'ncurses-bin'],
  nettle: ['libnettle8', 'libnettle8t64', 'libhogweed6', 'libhogweed6t64'],
  nghttp2: ['libnghttp2-14'],
  numactl: ['libnuma1'],
  openldap: ['libldap2', 'libldap-2.5-0', 'libldap-2.4-2', 'libldap-common'],
  openssl: ['libssl1.1', 'libssl3', 'libssl3t64', 'openssl'],
  'p11-kit': ['libp11-kit0'],
  pam: ['libpam0g', 'libpam-modules', 'libpam-modules-bin', 'libpam-runtime'],
  pcre2: ['libpcre2-8-0', 'libpcre2-16-0', 'libpcre2-posix3'],
  pcre3: ['libpcre3'],
  perl: ['perl', 'perl-base', 'libperl5.34', 'libperl5.38', 'libperl5.38t64', 'perl-modules-5.34', 'perl-modules-5.38'],
  readline: ['libreadline8', 'libreadline8t64', 'readline-common'],
  rtmpdump: ['librtmp1'],
  shadow: ['passwd', 'login'],
  snappy: ['libsnappy1v5'],
  sqlite3: ['libsqlite3-0', 'sqlite3'],
  systemd: ['libsystemd0', 'libudev1', 'systemd', 'udev'],
  'tcl8.6': ['tcl8.6', 'libtcl8.6'],
  tzdata: ['tzdata', 'tzdata-legacy'],
  unixodbc: ['libodbc2', 'libodbcinst2'],
  'util-linux': ['libblkid1', 'libmount1', 'libsmartcols1', 'libuuid1', 'bsdutils', 'mount'],
  xxhash: ['libxxhash0'],
  'xz-utils': ['liblzma5', 'xz-utils'],
  zlib: ['zlib1g'],
};

/** Names whose packages are built from a source of the same name. */
const ownSources: ReadonlySet<string> = new Set([
  'adduser', 'apparmor', 'apt', 'base-files', 'base-passwd', 'bash', 'busybox', 'ca-certificates', 'coreutils', 'dash', 'debianutils', 'diffutils', 'findutils', 'gawk', 'gettext',
  'git', 'grep', 'gzip', 'hostname', 'iproute2', 'jq', 'media-types', 'net-tools', 'netbase', 'nginx', 'nodejs', 'openssh', 'patch', 'postgresql-common',
  'procps', 'redis', 'rsync', 'sed', 'tar', 'ucf', 'valkey', 'wget', 'zip', 'unzip',
]); // prettier-ignore

const sourceByBinary: ReadonlyMap<string, string> = new Map(
  Object.entries(binariesBySource).flatMap(([source, binaries]) => binaries.map((binary) => [binary, source] as const)),
);

/** Families whose names hold a version: `libpython3.12-minimal`, `openjdk-21-jre-headless`, `aspnetcore-runtime-8.0`. */
const families: readonly (readonly [pattern: RegExp, source: (version: string) => string])[] = [
  [/^(?:lib)?python(3\.\d+)(?:-minimal|-stdlib|-venv|t64)?$/, (version) => `python${version}`],
  [/^openjdk-(\d+)-(?:jre|jdk|jre-headless|jdk-headless)$/, (version) => `openjdk-${version}`],
  [/^(?:aspnetcore-(?:runtime|targeting-pack)|dotnet-(?:apphost-pack|host|hostfxr|runtime|runtime-deps|sdk|targeting-pack|templates))-(\d+)\.\d+$/, (version) => `dotnet${version}`],
  [/^gcc-(\d+)-base$/, (version) => `gcc-${version}`],
  [/^postgresql-(?:client-)?(\d+)$/, (version) => `postgresql-${version}`],
]; // prettier-ignore

/** Libraries of the newest compiler of a release, whose version says which one: `libstdc++6 14.2.0-4ubuntu2` is of gcc-14. */
const compilerLibraries: ReadonlySet<string> = new Set([
  'libstdc++6',
  'libgcc-s1',
  'libgomp1',
  'libatomic1',
  'libgfortran5',
  'libquadmath0',
]);

/** `undefined` where neither the lists nor a family know it. */
export function ubuntuSourceOf(name: string, version: string): string | undefined {
  if (compilerLibraries.has(name)) return `gcc-${/^\d+/.exec(version)?.[0] ?? ''}`;
  const known = ownSources.has(name) ? name : sourceByBinary.get(name);
  if (known !== undefined) return known;
  for (const [pattern, source] of families) {
    const match = pattern.exec(name);
    if (match?.[1] !== undefined) return source(match[1]);
  }
  return undefined;
}
