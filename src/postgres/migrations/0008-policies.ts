import { sqlMigration } from './sql-migration.ts';

/** `pratique.yaml` and VEX documents of a project, and which findings of its images they set aside, until when. */
export const policies = sqlMigration(`
alter table project add column policy_file text;
create table vex_document (
  project_id integer not null references project on delete cascade,
  name text not null,
  content bytea not null,
  at timestamptz not null default now(),
  primary key (project_id, name)
);
create table suppressed_finding (
  image_id integer not null references image on delete cascade,
  fingerprint text not null,
  origin text not null,
  reason text not null,
  expires_on text,
  detail jsonb not null,
  primary key (image_id, fingerprint)
);
create index suppressed_finding_by_origin on suppressed_finding (origin);
`);
