import { sqlMigration } from './sql-migration.ts';

/**
 * What clients send to be scanned. Nothing proves that a layer index is of the digest that it is sent for, so each belongs to one project, and images that were
 * scanned from them say so.
 */
export const submissions = sqlMigration(`
alter table image add column origin text not null default 'pulled';
create table submitted_layer (
  project_id integer not null references project on delete cascade,
  name text not null,
  content bytea not null,
  bytes integer not null,
  used_at timestamptz not null default now(),
  primary key (project_id, name)
);
create table submission (
  id uuid primary key,
  project_id integer not null references project on delete cascade,
  kind text not null,
  name text not null,
  content bytea not null,
  report bytea,
  created_at timestamptz not null default now()
);
create index submission_by_age on submission (created_at);
`);
