import { sqlMigration } from './sql-migration.ts';

/** How long each project keeps what it has; everything where it does not say. */
export const retention = sqlMigration(`
alter table project add column retention jsonb not null default '{}';
`);
