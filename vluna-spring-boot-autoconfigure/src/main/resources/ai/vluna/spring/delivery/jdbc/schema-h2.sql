-- Run at each start. Indexes are made anew: after the end of a process that was killed, H2 may have one that no longer
-- agrees with its table, and rows that it misses could neither be changed nor deleted.

-- Settlements that wait to be sent: a table of db-scheduler, and when the work ended.
create table if not exists vluna_settlement (
	task_name varchar(255) not null,
	task_instance varchar(255) not null,
	task_data varbinary(1048576),
	execution_time timestamp with time zone not null,
	picked boolean not null,
	picked_by varchar(255),
	last_success timestamp with time zone,
	last_failure timestamp with time zone,
	consecutive_failures int,
	last_heartbeat timestamp with time zone,
	version bigint not null,
	priority int not null,
	ended_at timestamp with time zone not null,
	primary key (task_name, task_instance)
);
drop index if exists vluna_settlement_due_idx;
create index vluna_settlement_due_idx on vluna_settlement (priority desc, execution_time);
drop index if exists vluna_settlement_heartbeat_idx;
create index vluna_settlement_heartbeat_idx on vluna_settlement (last_heartbeat);
drop index if exists vluna_settlement_age_idx;
create index vluna_settlement_age_idx on vluna_settlement (ended_at, task_instance);

-- Settlements that wait for an operator.
create table if not exists vluna_dead_settlement (
	id varchar(255) not null primary key,
	settlement varbinary(1048576) not null,
	died_at timestamp with time zone not null
);
drop index if exists vluna_dead_settlement_age_idx;
create index vluna_dead_settlement_age_idx on vluna_dead_settlement (died_at, id);

-- Idempotency keys that callers supplied.
create table if not exists vluna_caller_key (
	id varchar(255) not null primary key,
	fingerprint varchar(255) not null,
	base varchar(255) not null,
	state varchar(255) not null,
	owner varchar(255) not null,
	until timestamp with time zone not null
);
drop index if exists vluna_caller_key_owner_idx;
create index vluna_caller_key_owner_idx on vluna_caller_key (owner);
drop index if exists vluna_caller_key_until_idx;
create index vluna_caller_key_until_idx on vluna_caller_key (until);
