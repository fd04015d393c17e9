import { type Kysely, sql } from "kysely";

/** Files as they came, their statements and entries: every entry has one verdict. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table identity (
      one boolean primary key default true check (one),
      bank text not null,
      chain_id bigint not null,
      access_manager text not null,
      salt_digest text not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table customer (
      customer text primary key,
      data jsonb not null,
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table file (
      id bigint generated always as identity primary key,
      name text not null,
      sha256 text not null unique,
      bytes bigint not null,
      kind text,
      message_id text,
      state text not null check (state in ('imported', 'refused')),
      problem text,
      deliveries integer not null default 1,
      received_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table statement (
      id bigint generated always as identity primary key,
      file_id bigint not null references file,
      index integer not null,
      kind text not null,
      message_id text not null,
      statement_id text not null,
      account text not null,
      our_account text,
      currency text,
      created_on date,
      opening numeric(38),
      closing numeric(38),
      opening_on date,
      closing_on date,
      credits numeric(38) not null default 0,
      debits numeric(38) not null default 0,
      entries integer not null default 0,
      findings jsonb not null default '[]',
      repeats bigint references statement,
      unique (file_id, index)
    )`.execute(db);
  await sql`create index statement_named on statement (our_account, statement_id)`.execute(db);
  await sql`
    create table entry (
      id bigint generated always as identity primary key,
      statement_id bigint not null references statement,
      index integer not null,
      amount numeric(38),
      currency text,
      credit_debit text,
      status text,
      reversal boolean,
      booking_date date,
      value_date date,
      ntry_ref text,
      acct_svcr_ref text,
      verdict text not null check (verdict in ('deposit', 'payout', 'return', 'suspense', 'ignored')),
      reason text,
      message text,
      unique (statement_id, index)
    )`.execute(db);
  await sql`create index entry_payout on entry (acct_svcr_ref) where verdict = 'payout'`.execute(db);
}
