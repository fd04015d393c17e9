import { type Kysely, sql } from "kysely";

/** The chain outbox, and what was read from the chain. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table lane (
      sender text primary key,
      next_nonce bigint not null
    )`.execute(db);
  await sql`
    create table chain_tx (
      id bigint generated always as identity primary key,
      purpose text not null,
      subject text not null,
      sender text not null,
      nonce bigint,
      to_address text not null,
      data text not null,
      gas_limit numeric(20),
      value_at_stake numeric(38) not null default 0,
      currency text,
      state text not null check (state in ('queued', 'signed', 'sent', 'mined', 'final', 'failed')),
      deep boolean not null default false,
      error text,
      hash text,
      block bigint,
      block_hash text,
      missing_since timestamptz,
      leased_by text,
      leased_until timestamptz,
      created_at timestamptz not null default now(),
      since timestamptz not null default now(),
      unique (sender, nonce)
    )`.execute(db);
  await sql`create index chain_tx_open on chain_tx (state, id) where state <> 'failed' and not deep`.execute(db);
  await sql`create index chain_tx_subject on chain_tx (purpose, subject)`.execute(db);
  await sql`
    create table chain_attempt (
      hash text primary key,
      chain_tx bigint not null references chain_tx,
      raw text not null,
      max_fee numeric(38) not null,
      priority_fee numeric(38) not null,
      signed_at timestamptz not null default now(),
      sent_at timestamptz
    )`.execute(db);
  await sql`create index chain_attempt_of on chain_attempt (chain_tx)`.execute(db);
  await sql`
    create table chain_cursor (
      name text primary key,
      block bigint not null,
      hash text not null
    )`.execute(db);
  // One row for each Transfer of a token, up to the cursor's final block.
  await sql`
    create table movement (
      currency text not null,
      block bigint not null,
      log_index integer not null,
      tx_hash text not null,
      kind text not null check (kind in ('mint', 'burn', 'transfer')),
      payer text not null,
      payee text not null,
      amount numeric(20) not null,
      reference text,
      road text check (road in ('issue', 'return', 'interbank', 'redemption', 'clearing', 'other')),
      primary key (currency, block, log_index)
    )`.execute(db);
  await sql`create index movement_reference on movement (reference) where reference is not null`.execute(db);
  await sql`
    create table burn_hold (
      currency text not null,
      id text not null,
      notary text not null,
      primary key (currency, id)
    )`.execute(db);
  await sql`
    create table holder (
      currency text not null,
      wallet text not null,
      balance numeric(20) not null check (balance >= 0),
      primary key (currency, wallet)
    )`.execute(db);
}
