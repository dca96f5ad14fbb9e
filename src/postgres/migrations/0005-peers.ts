import { sqlMigration } from './sql-migration.ts';

/**
 * What clients of other scanners named: images as lists of layers, and single layers by names of their own. Where a layer is and the header fields that fetch it are
 * encrypted, because they hold tokens of registries.
 */
export const peers = sqlMigration(`
create table layer_manifest (
  project_id integer not null references project on delete cascade,
  digest text not null,
  layers text[] not null,
  state text not null,
  indexed_at timestamptz not null default now(),
  primary key (project_id, digest)
);
create table named_layer (
  project_id integer not null references project on delete cascade,
  name text not null,
  parent text,
  digest text not null,
  location bytea not null,
  named_at timestamptz not null default now(),
  primary key (project_id, name),
  foreign key (project_id, parent) references named_layer (project_id, name) on delete cascade
);
create index named_layer_by_parent on named_layer (project_id, parent);
`);
