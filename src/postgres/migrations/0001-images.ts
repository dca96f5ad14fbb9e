import { sqlMigration } from './sql-migration.ts';

/** Number of findings by severity, then of those with a fix, of those that are critical or high with a fix, and of those known to be exploited. */
const counts = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown', 'fixable', 'urgent', 'exploited']
  .map((name) => `${name} integer not null default 0`)
  .join(',\n  ');

/**
 * Images and what is in them. Packages are stored once; a package set is what one layer brings into an image, and images that share a base share its sets.
 * Findings belong to sets, so that a new advisory is matched with each set once, however many images have it.
 */
export const images = sqlMigration(`
create table project (
  id integer generated always as identity primary key,
  name text not null unique,
  policy jsonb not null default '{}',
  created_at timestamptz not null default now()
);
insert into project (name) values ('default');

create table generation (
  id integer generated always as identity primary key,
  at timestamptz not null default now()
);
insert into generation default values;

create table advisory_shard (
  name text primary key,
  digest text not null,
  built_at timestamptz,
  generation integer not null
);

create table layer (
  id integer generated always as identity primary key,
  identity text not null unique,
  digest text,
  diff_id text,
  size bigint
);

create table package (
  id integer generated always as identity primary key,
  hash text not null unique,
  ecosystem text not null,
  release text,
  name text not null,
  version text,
  purl text not null,
  content jsonb not null
);
create index package_by_name on package (name, ecosystem, release);

create table advisory_key (
  id integer generated always as identity primary key,
  shard text not null,
  name text not null,
  facts_hash text,
  unique (shard, name)
);
create table package_key (
  key_id integer not null references advisory_key,
  package_id integer not null references package,
  primary key (key_id, package_id)
);
create index package_key_by_package on package_key (package_id);

create table package_set (
  id integer generated always as identity primary key,
  hash text not null unique,
  distribution jsonb,
  generation integer not null,
  packages integer not null,
  ${counts}
);
create table package_set_member (
  set_id integer not null references package_set,
  package_id integer not null references package,
  owner_id integer references package,
  paths jsonb not null default '[]',
  primary key (set_id, package_id)
);
create index package_set_member_by_package on package_set_member (package_id, set_id);

create table vulnerability (
  id text primary key,
  title text,
  description text,
  enrichment jsonb not null default '{}',
  first_seen_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table advisory (
  id text primary key,
  content jsonb not null
);
create table set_finding (
  id bigint generated always as identity primary key,
  set_id integer not null references package_set,
  package_id integer not null references package,
  vulnerability text not null,
  fingerprint text not null,
  severity smallint not null,
  lane smallint not null,
  is_exploited boolean not null,
  fixed_version text,
  generation integer not null,
  gone_generation integer,
  detail jsonb not null
);
create unique index set_finding_current on set_finding (set_id, package_id, vulnerability) where gone_generation is null;
create index set_finding_by_vulnerability on set_finding (vulnerability, set_id) where gone_generation is null;
create index set_finding_by_generation on set_finding (generation);

create table image (
  id integer generated always as identity primary key,
  project_id integer not null references project,
  digest text not null,
  platform text,
  name text not null,
  target jsonb not null,
  issues jsonb not null default '[]',
  completeness text not null,
  advisories jsonb not null,
  verdict text not null,
  statements jsonb not null default '[]',
  created_at timestamptz,
  first_seen_at timestamptz not null default now(),
  scanned_at timestamptz not null,
  judged_at timestamptz not null,
  duration_ms integer not null default 0,
  packages integer not null default 0,
  has_overlap boolean not null default false,
  ${counts},
  unique (project_id, digest)
);
create index image_by_urgency on image (project_id, urgent, critical, id);
create index image_by_scan on image (project_id, scanned_at, id);
create index image_by_name on image (project_id, name text_pattern_ops, id);

create table image_layer (
  image_id integer not null references image on delete cascade,
  position smallint not null,
  layer_id integer not null references layer,
  set_id integer references package_set,
  created_by text,
  brought_by text not null,
  primary key (image_id, position)
);
create index image_layer_by_set on image_layer (set_id, image_id);
create index image_layer_by_layer on image_layer (layer_id, image_id);

create table rule_finding (
  id bigint generated always as identity primary key,
  image_id integer not null references image on delete cascade,
  kind text not null,
  rule text not null,
  fingerprint text not null,
  severity smallint not null,
  lane smallint not null,
  detail jsonb not null
);
create index rule_finding_by_image on rule_finding (image_id);

create table image_report (
  image_id integer primary key references image on delete cascade,
  report bytea not null
);

create table index_image (
  project_id integer not null references project,
  index_digest text not null,
  image_digest text not null,
  platform text,
  primary key (project_id, index_digest, image_digest)
);
create index index_image_by_image on index_image (project_id, image_digest);

create table scan (
  id integer generated always as identity primary key,
  project_id integer not null references project,
  image_id integer references image on delete cascade,
  job_id uuid,
  reference text not null,
  trigger text not null,
  outcome text not null,
  error jsonb,
  verdict text,
  counts jsonb,
  finished_at timestamptz not null default now()
);
create index scan_by_image on scan (image_id, id desc);
create index scan_by_project on scan (project_id, id desc);

create table repository (
  id integer generated always as identity primary key,
  project_id integer not null references project,
  registry text not null,
  name text not null,
  is_enabled boolean not null default true,
  watch jsonb,
  checked_at timestamptz,
  unique (project_id, registry, name)
);
create table tag (
  repository_id integer not null references repository on delete cascade,
  name text not null,
  digest text not null,
  pushed_at timestamptz not null default now(),
  primary key (repository_id, name)
);
create index tag_by_digest on tag (digest);
create table tag_move (
  id integer generated always as identity primary key,
  repository_id integer not null references repository on delete cascade,
  name text not null,
  digest text,
  at timestamptz not null default now()
);
create index tag_move_by_tag on tag_move (repository_id, name, id desc);

create table job_progress (
  job_id uuid primary key,
  worker text not null,
  label text not null,
  done double precision not null,
  total double precision,
  unit text not null,
  at timestamptz not null default now()
);
`);
