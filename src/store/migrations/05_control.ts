import { type Kysely, sql } from "kysely";

/** Reconciliations, their breaks, halts; leases; and the journal of who did what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table reconciliation (
      id bigint generated always as identity primary key,
      currency text not null,
      block bigint not null,
      block_hash text not null,
      material boolean not null,
      report jsonb not null,
      signer text,
      signature text,
      at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table break (
      id bigint generated always as identity primary key,
      currency text not null,
      class text not null,
      subject text not null,
      amount numeric(38) not null,
      message text not null,
      owner text not null,
      material boolean not null,
      first_seen bigint not null references reconciliation,
      last_seen bigint not null references reconciliation,
      opened_at timestamptz not null default now(),
      closed_at timestamptz,
      closed_by text,
      note text,
      proposed_by text
    )`.execute(db);
  await sql`create unique index break_open on break (currency, class, subject) where closed_at is null`.execute(db);
  await sql`
    create table halt (
      id bigint generated always as identity primary key,
      currency text not null,
      reason text not null,
      chain_tx bigint references chain_tx,
      at timestamptz not null default now(),
      lifted_at timestamptz,
      lifted_by text,
      lifted_second text
    )`.execute(db);
  await sql`create unique index halt_live on halt (currency) where lifted_at is null`.execute(db);
  await sql`
    create table lease (
      name text primary key,
      holder text not null,
      until timestamptz not null
    )`.execute(db);
  await sql`
    create table journal (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      actor text not null,
      act text not null,
      subject text not null,
      data jsonb not null default '{}'
    )`.execute(db);
  await sql`create index journal_subject on journal (subject, id)`.execute(db);
  // What the bank's core is told of, in order.
  await sql`create index journal_minted on journal (id) where act = 'deposits minted'`.execute(db);
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only: % is refused', tg_table_name, tg_op;
    end $$`.execute(db);
  for (const table of ["journal", "control_entry"]) {
    await sql`
      create trigger ${sql.id(`${table}_append_only`)} before update or delete or truncate on ${sql.table(table)}
      for each statement execute function refuse_change()`.execute(db);
  }
}
