import { sqlMigration } from './sql-migration.ts';

/** What clients of Anchore put in: images that they wait for, by the reference that they said, and policy bundles. */
export const bundles = sqlMigration(`
create table requested_image (
  project_id integer not null references project on delete cascade,
  reference text not null,
  digest text not null,
  job_id uuid,
  requested_at timestamptz not null default now(),
  primary key (project_id, reference)
);
create index requested_image_by_digest on requested_image (project_id, digest);
create table policy_bundle (
  project_id integer not null references project on delete cascade,
  name text not null,
  content text not null,
  is_active boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (project_id, name)
);
create unique index policy_bundle_active on policy_bundle (project_id) where is_active;
`);
