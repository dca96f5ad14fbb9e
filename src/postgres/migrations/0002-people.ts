import { sqlMigration } from './sql-migration.ts';

/** Who may do what, what they did, and what else they set up. Nothing here holds a secret that can be used as it is stored. */
export const people = sqlMigration(`
create table account (
  id integer generated always as identity primary key,
  name text not null unique,
  password_hash text,
  is_admin boolean not null default false,
  is_disabled boolean not null default false,
  created_at timestamptz not null default now()
);
create table membership (
  account_id integer not null references account on delete cascade,
  project_id integer not null references project on delete cascade,
  role text not null,
  primary key (account_id, project_id)
);
create table session (
  hash text primary key,
  account_id integer not null references account on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create table api_token (
  id integer generated always as identity primary key,
  name text not null,
  hash text not null unique,
  is_admin boolean not null default false,
  role text not null,
  project_id integer references project on delete cascade,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz
);
create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  project_id integer,
  detail jsonb not null default '{}',
  previous_hash text not null,
  hash text not null
);
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end $$;
create trigger audit_entry_is_append_only before update or delete on audit_entry for each row execute function refuse_change();
create trigger audit_log_is_kept before truncate on audit_entry for each statement execute function refuse_change();

create table registry_credential (
  id integer generated always as identity primary key,
  project_id integer not null references project on delete cascade,
  host text not null,
  username text not null,
  password bytea not null,
  unique (project_id, host)
);
create table hook (
  id integer generated always as identity primary key,
  project_id integer not null references project on delete cascade,
  name text not null,
  format text not null,
  registry text not null,
  secret bytea not null,
  created_at timestamptz not null default now(),
  unique (project_id, name)
);
create table hook_delivery (
  hook_id integer not null references hook on delete cascade,
  key text not null,
  at timestamptz not null default now(),
  primary key (hook_id, key)
);
create table receiver (
  id integer generated always as identity primary key,
  project_id integer not null references project on delete cascade,
  name text not null,
  channel text not null,
  target bytea not null,
  secret bytea not null,
  events text[] not null,
  quiet_hours jsonb,
  created_at timestamptz not null default now(),
  unique (project_id, name)
);
create table event (
  id bigint generated always as identity primary key,
  project_id integer not null references project on delete cascade,
  kind text not null,
  key text not null,
  body jsonb not null,
  at timestamptz not null default now(),
  unique (project_id, key)
);
create table delivery (
  event_id bigint not null references event on delete cascade,
  receiver_id integer not null references receiver on delete cascade,
  state text not null default 'pending',
  attempts integer not null default 0,
  error text,
  delivered_at timestamptz,
  primary key (event_id, receiver_id)
);
`);
