import { sqlMigration } from './sql-migration.ts';

/** Whether content of an image was not scanned, written with its issues: lists and numbers over all images do not look into them. */
export const gaps = sqlMigration(`
alter table image add column has_gaps boolean not null default false;
update image set has_gaps = completeness = 'none' or jsonb_path_exists(issues, '$[*] ? (@.severity == "error")');
`);
