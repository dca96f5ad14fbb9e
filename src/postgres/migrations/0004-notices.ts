import { sqlMigration } from './sql-migration.ts';

/** Which events were handed to receivers, and when a delivery that failed is tried again. */
export const notices = sqlMigration(`
alter table event add column is_handed_out boolean not null default false;
create index event_waiting on event (id) where not is_handed_out;
alter table delivery add column next_at timestamptz not null default now();
create index delivery_waiting on delivery (next_at) where state = 'pending';
`);
