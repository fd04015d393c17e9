import { sql } from "kysely";

import { normaliseAccount } from "../../bank/accounts.js";
import type { Customer } from "../../bank/customers.js";
import { depositReference } from "../../bank/keys.js";
import { checksummed } from "../../chain/checksum.js";
import { partyId } from "../../chain/identity.js";
import type { Db } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import type { BatchRow } from "./batchOf.js";
import { clearingReference, consumed, partiesOf } from "./consumed.js";
import type { Problem } from "./errors.js";

/** A deposit with everything that it follows from. */
export interface Evidence {
  readonly id: number;
  readonly key: string;
  readonly reference: string;
  readonly uetr: string | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly account: string;
  readonly payee: string | null;
  readonly customer: string | null;
  readonly position: number | null;
  readonly returnOf: string | null;
  readonly entryAmount: bigint | null;
  readonly entryCurrency: string | null;
  readonly creditDebit: string | null;
  readonly status: string | null;
  readonly reversal: boolean | null;
  readonly ourAccount: string | null;
  /** the customer's row as it is now */
  readonly customerData: Customer | null;
  /** what the control account has of it */
  readonly booked: bigint;
  /** all that is or will be minted of its entry */
  readonly ofEntry: bigint;
  /** another deposit that is the whole of which this is a part, or a part of this */
  readonly twin: number | null;
}

/** `nameDigest` of a deposit's key: where it is the entry's, the deposit is the whole entry. */
const digest = (table: string) =>
  sql`substring(encode(sha256(convert_to(${sql.ref(`${table}.key`)}, 'UTF8')), 'hex') for 32)::uuid`;

/** Reads a batch's deposits in its order, each with its entry, its customer and its control entries. */
export async function readEvidence(db: Db, batch: number): Promise<Evidence[]> {
  const { rows } = await sql<Evidence>`
    select d.id, d.key, d.reference, d.uetr, d.amount, d.currency, d.account, d.payee, d.customer, d.position,
      d.return_of as "returnOf", e.amount as "entryAmount", e.currency as "entryCurrency",
      e.credit_debit as "creditDebit", e.status, e.reversal, s.our_account as "ourAccount", c.data as "customerData",
      (select coalesce(sum(amount), 0) from control_entry
        where subject = 'deposit:' || d.id and kind in ('credit', 'credit-withdrawn')) as booked,
      (select coalesce(sum(amount), 0) from deposit
        where entry_id = d.entry_id and state in ('ready', 'batched', 'minted', 'final')) as "ofEntry",
      (select min(other.id) from deposit other
        where other.id <> d.id and other.state in ('ready', 'batched', 'minted', 'final')
          and other.entry_key = d.entry_key and d.entry_key in (${digest("d")}, ${digest("other")})) as twin
    from deposit d
    join entry e on e.id = d.entry_id
    join statement s on s.id = e.statement_id
    left join customer c on c.customer = d.customer
    where d.batch_id = ${batch} and d.state = 'batched'
    order by d.position`.execute(db);
  return rows;
}

/**
 * What is wrong with a batch; empty is good. Everything is derived again from what the bank reported and from the chain:
 * nothing that the proposer computed is believed.
 */
export async function findProblems(
  gateway: Gateway,
  batch: BatchRow,
  evidence: readonly Evidence[],
): Promise<Problem[]> {
  const total = evidence.reduce((sum, { amount }) => sum + amount, 0n);
  const isWhole = evidence.length === batch.count && total === batch.total && evidence.length > 0;
  const inPlace = evidence.every(({ position }, i) => position === i);
  const problems: Problem[] = [];
  if (!isWhole || !inPlace) {
    const found = `${evidence.length} deposits of ${total} minor units`;
    problems.push({ message: `it says ${batch.count} deposits of ${batch.total} minor units and has ${found}` });
  }
  problems.push(...evidence.flatMap((deposit) => ownProblems(gateway, batch, deposit)));
  return [...problems, ...(await chainProblems(gateway, batch, evidence))];
}

function ownProblems(gateway: Gateway, batch: BatchRow, deposit: Evidence): Problem[] {
  const { id, amount, currency, customerData } = deposit;
  const say = (is: boolean, message: string): Problem[] =>
    is ? [{ deposit: id, message: `deposit ${id} ${message}` }] : [];
  const ours = gateway.accounts.some(
    (our) => our.currency === currency && normaliseAccount(our.id) === deposit.ourAccount,
  );
  return [
    ...say(
      deposit.reference !== depositReference(gateway.salt, deposit.key),
      "has a reference that its key does not give",
    ),
    ...say(currency !== batch.currency, `is in ${currency}`),
    ...say(deposit.entryCurrency !== currency, `is of an entry in ${String(deposit.entryCurrency)}`),
    ...say(deposit.creditDebit !== "CRDT" || deposit.status !== "BOOK", "is of an entry that is no booked credit"),
    ...say(!ours || normaliseAccount(deposit.account) !== deposit.ourAccount, "is on an account that is not ours"),
    ...say(deposit.ofEntry > (deposit.entryAmount ?? 0n), "is of an entry that is claimed more than once"),
    ...say(deposit.booked !== amount, `has ${deposit.booked} minor units in the control account, not ${amount}`),
    ...say(deposit.twin !== null, `is counted by deposit ${String(deposit.twin)}, too`),
    ...say(deposit.returnOf !== null, "is a returned payment, which the redemption desk mints"),
    ...say(
      deposit.payee === null || !walletsOf(customerData).includes(deposit.payee),
      "does not go to a wallet of its customer",
    ),
  ];
}

const walletsOf = (customer: Customer | null): string[] =>
  (customer?.wallets ?? []).map(({ address }) => checksummed(address));

async function chainProblems(
  gateway: Gateway,
  { currency }: BatchRow,
  evidence: readonly Evidence[],
): Promise<Problem[]> {
  const references = evidence.map(({ reference }) => reference);
  const uetrs = evidence.flatMap(({ uetr }) => clearingReference(uetr) ?? []);
  const payees = [...new Set(evidence.flatMap(({ payee }) => payee ?? []))];
  const [used, parties] = await Promise.all([
    consumed(gateway, currency, [...references, ...uetrs], "latest"),
    partiesOf(gateway, payees),
  ]);
  return evidence.flatMap(({ id, reference, uetr, payee, customer }) => {
    const isUsed = used.has(reference) || used.has(clearingReference(uetr) ?? "");
    const party = customer === null ? undefined : partyId(gateway.salt, customer);
    const isOwn = payee !== null && party !== undefined && parties.get(payee) === party;
    return [
      ...(isUsed ? [{ deposit: id, message: `deposit ${id} is on the chain already`, passing: true as const }] : []),
      ...(isOwn
        ? []
        : [{ deposit: id, message: `deposit ${id} goes to a wallet that the register does not give its customer` }]),
    ];
  });
}

/** Why a person has to approve it, and not the approver's policy; undefined where the policy may. */
export function needsPerson({ settings }: Gateway, evidence: readonly Evidence[]): string | undefined {
  for (const { id, amount, currency, reversal, payee, customerData } of evidence) {
    const limit = settings.minting.policyUpTo[currency];
    if (limit === undefined || amount > limit) return `deposit ${id} is above what the policy may approve`;
    if (payee !== walletsOf(customerData)[0]) return `deposit ${id} goes to another than its customer's first wallet`;
    if (reversal !== false) return `deposit ${id} is of an entry marked as a reversal`;
  }
  return undefined;
}
