import { type Kysely, sql } from "kysely";

/** Redemptions, the files that pay them, what banks answer, and recalls of deposits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table payout_file (
      id bigint generated always as identity primary key,
      message_id text not null unique,
      name text not null unique,
      format text not null,
      currency text not null,
      count integer not null,
      total numeric(20) not null,
      content text not null,
      sha256 text not null,
      state text not null check (state in ('written', 'delivered')),
      created_at timestamptz not null default now(),
      delivered_at timestamptz
    )`.execute(db);
  await sql`
    create table redemption (
      id text primary key,
      currency text not null,
      payer text not null,
      amount numeric(20) not null check (amount > 0),
      settlement_account text not null,
      salt text not null,
      expiry bigint not null,
      hold jsonb not null,
      state text not null check (state in ('requested', 'submitting', 'sealed', 'payable', 'filed', 'paid', 'settling',
        'settled', 'refused', 'rejecting', 'rejected', 'cancelled', 'lapsed', 'suspense')),
      uetr text not null unique,
      end_to_end_id text not null unique,
      customer text,
      creditor_account text,
      creditor_name text,
      payout_file_id bigint references payout_file,
      refusal text,
      requested_block bigint not null,
      sealed_block bigint,
      settled_block bigint,
      returned numeric(20) not null default 0,
      chain_tx bigint,
      released_by text,
      refused_by text,
      approval jsonb,
      resume text,
      attempts integer not null default 0,
      not_before timestamptz not null default now(),
      leased_by text,
      leased_until timestamptz,
      created_at timestamptz not null default now(),
      since timestamptz not null default now()
    )`.execute(db);
  await sql`create index redemption_open on redemption (state, since)
    where state not in ('settled', 'rejected', 'cancelled', 'lapsed')`.execute(db);
  await sql`create index redemption_file on redemption (payout_file_id)`.execute(db);
  // Holds for the redemption desk, before and until their request is seen: the request itself does not say all of the hold.
  await sql`
    create table redemption_hold (
      currency text not null,
      id text not null,
      hold jsonb not null,
      primary key (currency, id)
    )`.execute(db);
  // The core paid what the chain had not sealed: nothing more is sealed or filed until two people lift it.
  await sql`
    create table redemption_halt (
      id bigint generated always as identity primary key,
      currency text not null,
      reason text not null,
      redemption text,
      at timestamptz not null default now(),
      proposed_by text,
      lifted_at timestamptz,
      lifted_by text
    )`.execute(db);
  await sql`create unique index redemption_halt_live on redemption_halt (currency) where lifted_at is null`.execute(db);
  await sql`
    create table payment_message (
      id bigint generated always as identity primary key,
      file_id bigint not null references file,
      kind text not null,
      position integer not null,
      uetr text,
      end_to_end_id text,
      original_message_id text,
      status text,
      outcome text,
      amount numeric(38),
      currency text,
      reason text,
      data jsonb not null,
      redemption text references redemption,
      deposit_id bigint references deposit,
      handled text,
      at timestamptz not null default now(),
      unique (file_id, position)
    )`.execute(db);
  await sql`create index payment_message_uetr on payment_message (uetr) where uetr is not null`.execute(db);
  await sql`create index payment_message_new on payment_message (id) where handled is null`.execute(db);
  await sql`create index payment_message_redemption on payment_message (redemption)`.execute(db);
  await sql`
    create table return_case (
      id bigint generated always as identity primary key,
      redemption text not null references redemption,
      deposit_id bigint not null unique references deposit,
      amount numeric(20) not null,
      state text not null check (state in ('open', 'approved', 'queued', 'mined', 'final', 'closed', 'suspense')),
      expiry bigint,
      approver text,
      signature text,
      chain_tx bigint,
      attempts integer not null default 0,
      not_before timestamptz not null default now(),
      since timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table recall_case (
      id bigint generated always as identity primary key,
      file_id bigint not null references file,
      case_id text not null,
      deposit_id bigint references deposit,
      amount numeric(20),
      currency text,
      reason text,
      state text not null check (state in ('open', 'kept-back', 'lien-proposed', 'lien', 'closed')),
      owner text not null,
      order_id text,
      proposal jsonb,
      chain_tx bigint,
      since timestamptz not null default now(),
      unique (case_id, deposit_id)
    )`.execute(db);
}
