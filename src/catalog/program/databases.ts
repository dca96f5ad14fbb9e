import { type Program } from './program.ts';

/** Databases, caches and queues. */
export const databases: readonly Program[] = [
  {
    name: 'redis',
    files: /^redis-(?:server|sentinel|cli|benchmark|check-aof|check-rdb)$/,
    marks: [
      {
        // Version, build id (host and time), whether the tree was changed, and the commit, written without a break.
        version: /[^\d.](\d+\.\d+\.\d+?)(?:[A-Za-z][\w.-]*-)?1\d{9}[0-9a-f][0-9a-f]{8}\0/,
        example: { file: 'redis-server', text: 'A7.0.151790282056000000000\0%llx\0', version: '7.0.15' },
      },
    ],
    advisoriesName: 'redis',
  },
  {
    name: 'valkey',
    files: /^valkey-(?:server|sentinel|cli|benchmark|check-aof|check-rdb)$/,
    marks: [
      {
        version: /[^\d.](\d+\.\d+\.\d+?)(?:[A-Za-z][\w.-]*-)?1\d{9}[0-9a-f][0-9a-f]{8}\0/,
        example: { file: 'valkey-server', text: '\x008.1.3buildkitsandbox-1751900000000000000\0', version: '8.1.3' },
      },
    ],
    advisoriesName: 'valkey',
  },
  {
    name: 'memcached',
    files: /^memcached$/,
    marks: [
      {
        near: 'memcached 1.',
        version: /\0memcached (1\.\d+\.\d+)\0/,
        example: { file: 'memcached', text: '\0memcached 1.6.18\0', version: '1.6.18' },
      },
    ],
    advisoriesName: 'memcached',
  },
  {
    name: 'postgresql',
    files:
      /^(?:postgres|psql|pg_(?:dump|dumpall|restore|ctl|basebackup|isready|config|controldata|resetwal|rewind|upgrade|waldump)|initdb|libpgtypes\.so[\d.]*)$/,
    marks: [
      {
        near: 'PostgreSQL) ',
        version: /\(PostgreSQL\) (\d+(?:\.\d+)+)/,
        example: { file: 'psql', text: '\0psql (PostgreSQL) 15.20\n\0', version: '15.20' },
      },
      {
        near: 'PostgreSQL ',
        version: /\0PostgreSQL (\d+(?:\.\d+)+)[ \0]/,
        example: { file: 'postgres', text: '\0PostgreSQL 15.20 on x86_64-pc-linux-gnu, compiled by gcc\0', version: '15.20' },
      },
      {
        version: /\0((?:9\.\d|1\d|2\d)\.\d+)(?: \([A-Z][^\0]*)?\0/,
        example: { file: 'psql', text: '\x0015.20 (Debian 15.20-0+deb12u1)\0', version: '15.20' },
      },
    ],
    advisoriesName: 'postgresql',
    covers:
      /(?:^|\/)(?:postgresql|pgsql)\/(?:[\w.]+\/)?(?:lib|bin)\/|(?:^|\/)lib\/postgresql\/|(?:^|\/)lib\/lib(?:pq|ecpg(?:_compat)?|pgtypes|pqwalreceiver)\.so[\d.]*$|(?:^|\/)bin\/(?:pg_\w+|createdb|createuser|dropdb|dropuser|clusterdb|reindexdb|vacuumdb|vacuumlo|ecpg|oid2name|pgbench|postmaster)$/,
  },
  {
    name: 'pgbouncer',
    files: /^pgbouncer$/,
    marks: [
      {
        near: 'PgBouncer ',
        version: /\0PgBouncer (\d+\.\d+\.\d+)[\n\0]/,
        example: { file: 'pgbouncer', text: '\0PgBouncer 1.18.0\0', version: '1.18.0' },
      },
    ],
    advisoriesName: 'pgbouncer',
  },
  {
    name: 'mariadb',
    files:
      /^(?:mariadbd?|mysqld|mysql|mariadb-(?:admin|dump|check|import|backup|show|upgrade)|mysqladmin|mysqldump|mariabackup|libmariadbd?\.so[\d.]*)$/,
    marks: [
      {
        near: '-MariaDB',
        version: /\0(?:5\.5\.5-)?(\d+\.\d+\.\d+)-MariaDB/,
        example: { file: 'mariadbd', text: '\x0010.11.19-MariaDB\0', version: '10.11.19' },
      },
    ],
    advisoriesName: 'mariadb',
    covers:
      /(?:^|\/)(?:mysql|mariadb)\/plugin\/|(?:^|\/)bin\/(?:aria_\w+|innochecksum|mariadb-[\w-]+|my_print_defaults|myisam\w*|mysql\w+|perror|replace|resolveip|wsrep_\w+)$/,
  },
  {
    name: 'sqlite',
    files: /^(?:sqlite3|libsqlite3\.so[\d.]*|sqlite3\.dll)$/,
    marks: [
      {
        // What SQLITE_SOURCE_ID says is in the same file, and its day is as good as a proof.
        version: /\0(3\.\d+\.\d+)\0/,
        example: { file: 'libsqlite3.so.0.8.6', text: '\x08\0\0\x003.40.1\0\0\x01\0', version: '3.40.1' },
      },
    ],
    advisoriesName: 'sqlite',
  },
  {
    name: 'openldap',
    files: /^(?:slapd|ldapsearch|ldapmodify|ldapadd|libldap(?:_r)?[\d.-]*\.so[\d.]*)$/,
    marks: [
      {
        near: '$OpenLDAP: ',
        version: /\$OpenLDAP: (?:slapd|ldapsearch|ldapmodify|lib\w+) (2\.\d+\.\d+)/,
        example: { file: 'slapd', text: '@(#) $OpenLDAP: slapd 2.5.13+dfsg-5 (Feb  8 2023 01:5', version: '2.5.13' },
      },
    ],
    advisoriesName: 'openldap',
    covers: /(?:^|\/)(?:open)?ldap\/[\w-]+\.so[\w.]*$/,
  },
];
