import { sqlMigration } from './sql-migration.ts';

/** Clients of Clair delete a notification once they have read it. */
export const notifications = sqlMigration(`
alter table delivery add column is_forgotten boolean not null default false;
`);
