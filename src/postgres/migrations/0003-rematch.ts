import { sqlMigration } from './sql-migration.ts';

/** What matching again needs: the distribution of a set as a key, sets by the owners of their packages, and when regular work last began. */
export const rematch = sqlMigration(`
alter table package_set add column context text not null default '';
create index package_set_member_by_owner on package_set_member (owner_id, set_id) where owner_id is not null;
create table schedule (
  name text primary key,
  started_at timestamptz not null
);
`);
