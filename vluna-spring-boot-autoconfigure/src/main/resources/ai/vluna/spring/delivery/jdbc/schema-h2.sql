-- Their indexes are made at each start, also where this script is not run: the end of a process may break them.

-- Settlements that wait to be sent: a table of db-scheduler, and when the work ended. Not as blobs, which H2 keeps for
-- minutes after they were read, although they are deleted, so that its file grows.
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
	ended_at timestamp with time zone not null
);

-- Settlements that wait for an operator.
create table if not exists vluna_dead_settlement (
	id varchar(255) not null,
	settlement varbinary(1048576) not null,
	died_at timestamp with time zone not null
);

-- Idempotency keys that callers supplied.
create table if not exists vluna_caller_key (
	id varchar(255) not null,
	fingerprint varchar(255) not null,
	base varchar(255) not null,
	state varchar(255) not null,
	owner varchar(255) not null,
	until timestamp with time zone not null
);
