import { type Kysely, sql } from "kysely";

/** Deposits, their batches, and the control account that attestations are made from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table mint_batch (
      id bigint generated always as identity primary key,
      currency text not null,
      total numeric(20) not null,
      count integer not null,
      expiry bigint not null,
      state text not null check (state in ('proposed', 'approved', 'queued', 'mined', 'final', 'dissolved')),
      digest text,
      approver text,
      signature text,
      chain_tx bigint,
      reason text,
      leased_by text,
      leased_until timestamptz,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index mint_batch_open on mint_batch (state, id) where state not in ('final', 'dissolved')`.execute(
    db,
  );
  await sql`create index mint_batch_refused on mint_batch (id) where state = 'final' and reason is not null`.execute(
    db,
  );
  await sql`
    create table deposit (
      id bigint generated always as identity primary key,
      entry_id bigint not null references entry,
      key text not null,
      reference text not null unique,
      strength text not null,
      entry_key uuid not null,
      amount numeric(20) not null check (amount > 0),
      currency text not null,
      account text not null,
      booking_date date,
      value_date date,
      content text not null,
      details jsonb not null,
      uetr text,
      end_to_end_id text,
      state text not null check (state in ('suspense', 'ready', 'batched', 'minted', 'final', 'dismissed')),
      customer text,
      matched_by text,
      payee text,
      batch_id bigint references mint_batch,
      position integer,
      attempts integer not null default 0,
      not_before timestamptz not null default now(),
      return_of text,
      minted_block bigint,
      minted_tx text,
      created_at timestamptz not null default now(),
      since timestamptz not null default now()
    )`.execute(db);
  await sql`create index deposit_ready on deposit (currency, not_before, id) where state = 'ready'`.execute(db);
  await sql`create index deposit_open on deposit (state, id) where state in ('suspense', 'batched', 'minted')`.execute(
    db,
  );
  await sql`create index deposit_batch on deposit (batch_id, position)`.execute(db);
  await sql`create index deposit_entry on deposit (entry_id)`.execute(db);
  await sql`create index deposit_entry_key on deposit (entry_key)`.execute(db);
  await sql`create index deposit_uetr on deposit (uetr) where uetr is not null`.execute(db);
  await sql`create index deposit_end_to_end on deposit (end_to_end_id) where end_to_end_id is not null`.execute(db);
  await sql`
    create table deposit_alias (
      alias uuid primary key,
      deposit_id bigint not null references deposit
    )`.execute(db);
  await sql`create index deposit_alias_of on deposit_alias (deposit_id)`.execute(db);
  // What a person has to decide. Nothing is without an owner, and nothing is closed without a name.
  await sql`
    create table suspense (
      id bigint generated always as identity primary key,
      entry_id bigint references entry,
      deposit_id bigint references deposit,
      redemption text,
      file_id bigint references file,
      reason text not null,
      message text not null,
      owner text not null,
      opened_at timestamptz not null default now(),
      proposed_by text,
      proposal jsonb,
      closed_at timestamptz,
      closed_by text,
      resolution text
    )`.execute(db);
  await sql`create index suspense_open on suspense (opened_at) where closed_at is null`.execute(db);
  await sql`create index suspense_deposit on suspense (deposit_id)`.execute(db);
  // The tokenised-deposit control account: credits accepted, burns, interbank credits. Never changed, only added to.
  await sql`
    create table control_entry (
      id bigint generated always as identity primary key,
      currency text not null,
      kind text not null check (kind in ('credit', 'credit-withdrawn', 'payout', 'opening', 'interest', 'correction')),
      amount numeric(20) not null,
      subject text not null,
      by text not null,
      second_by text,
      note text,
      at timestamptz not null default now()
    )`.execute(db);
  await sql`create index control_entry_currency on control_entry (currency, id)`.execute(db);
  await sql`create index control_entry_subject on control_entry (subject)`.execute(db);
  await sql`
    create table attestation (
      id bigint generated always as identity primary key,
      currency text not null,
      figure numeric(20) not null,
      as_of bigint not null,
      burned numeric(38) not null,
      received numeric(38) not null,
      block bigint not null,
      block_hash text not null,
      control_entry bigint not null,
      accepted numeric(38) not null,
      claims text,
      chain_tx bigint,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index attestation_currency on attestation (currency, id)`.execute(db);
}
