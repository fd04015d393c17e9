import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  attest,
  buildMintOrder,
  buildRedemption,
  type ChainEvent,
  mintOrder,
  type Redemption,
  requestRedemption,
  signHold,
  signMintOrder,
} from "../../../src/chain/index.js";
import type { Gateway, Step } from "../../../src/gateway/gateway.js";
import { RECALL_OUTCOMES, RECALL_STEPS } from "../../../src/gateway/recalls/index.js";
import {
  approveRejections,
  deliverPayouts,
  onRedemptionEvents,
  readAnswers,
  REDEMPTION_OUTCOMES,
  rejectRedemptions,
  settleRedemptions,
  submitRedemptions,
  writePayouts,
} from "../../../src/gateway/redemption/index.js";
import type { RedemptionRow } from "../../../src/gateway/redemption/rows.js";
import { RETURN_OUTCOMES, RETURN_STEPS } from "../../../src/gateway/returns/index.js";
import { broadcastSigned, signQueued, watchTransactions } from "../../../src/gateway/transactions/index.js";
import type { GatewaySettings } from "../../../src/gateway/settings.js";
import { toJson } from "../../../src/store/index.js";
import { drain, openWorld, randomBytes32, SETTINGS, type World } from "../support/world.js";

export const OUTCOMES = [...REDEMPTION_OUTCOMES, ...RETURN_OUTCOMES, ...RECALL_OUTCOMES];

/** The customers of the demo's file that redeem here. */
export const PACIFIC = "C-1001";
export const NORDHAVEN = "C-1002";
/** Has no account in the bank's customers of these specifications. */
export const HARBOUR = "C-1003";
export const MERLION = "C-1004";

/** A world whose customers are in the store and have USD 10,000.00 each. */
export async function openRedemptions(
  options: { url?: string; redemption?: Partial<GatewaySettings["redemption"]> } = {},
) {
  const settings = { redemption: { ...SETTINGS.redemption, ...options.redemption } };
  const world = await openWorld({ ...(options.url !== undefined && { url: options.url }), settings });
  const { bank, store, person } = world;
  await store
    .insertInto("customer")
    .values(world.customers.map((customer) => ({ customer: customer.customer, data: toJson(customer) })))
    .onConflict((conflict) => conflict.column("customer").doNothing())
    .execute();
  await attest(bank, person("ATTESTOR"), { currency: "USD", figure: 100_000_00n });
  for (const customer of [PACIFIC, NORDHAVEN, MERLION]) {
    const payee = world.wallet(customer).address;
    const order = await buildMintOrder(bank, {
      currency: "USD",
      payee,
      amount: 10_000_00n,
      depositReference: randomBytes32(),
    });
    await mintOrder(bank, person("ISSUER"), order, await signMintOrder(bank, person("APPROVER"), order));
  }
  return new Desk(world);
}

/** Customers ask, the bank answers, and everything is looked at in between. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), "vostro-payouts-"));
  readonly gateway: Gateway;
  #files = 0;

  constructor(readonly world: World) {
    this.gateway = world.gateway;
  }

  get store() {
    return this.world.store;
  }

  get bank() {
    return this.world.bank;
  }

  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await this.world.close();
  }

  /** Announced on chain, not yet seen by the gateway. */
  async announce(customer: string, amount: bigint, more: { expiry?: bigint } = {}) {
    const payer = this.world.wallet(customer);
    const redemption = await buildRedemption(this.bank, { currency: "USD", payer: payer.address, amount, ...more });
    const signature = await signHold(this.bank, payer, "USD", redemption.hold);
    const relayer = this.world.person("ISSUER");
    const sent = await requestRedemption(this.bank, relayer, redemption, signature);
    return { redemption, id: sent.id, events: sent.events };
  }

  see(events: readonly ChainEvent[]): Promise<void> {
    return this.store.transaction().execute((trx) => onRedemptionEvents(this.gateway, trx, events));
  }

  /** Announced and seen. */
  async request(customer: string, amount: bigint): Promise<{ id: string; redemption: Redemption }> {
    const { id, redemption, events } = await this.announce(customer, amount);
    await this.see(events);
    return { id, redemption };
  }

  /** In a delivered payment file. */
  async filed(customer: string, amount: bigint): Promise<RedemptionRow> {
    const { id } = await this.request(customer, amount);
    await this.run();
    return this.row(id);
  }

  /** Burned. */
  async settled(customer: string, amount: bigint): Promise<RedemptionRow> {
    const { uetr, id } = await this.filed(customer, amount);
    await this.answer({ uetr, status: "ACSC", outcome: "paid" });
    await this.run();
    return this.row(id);
  }

  row(id: string): Promise<RedemptionRow> {
    return this.store.selectFrom("redemption").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  }

  async state(id: string): Promise<string> {
    return (await this.row(id)).state;
  }

  /** Reasons of open cases, of one redemption or of all. */
  async cases(id?: string): Promise<string[]> {
    let query = this.store.selectFrom("suspense").select(["reason", "owner"]).where("closed_at", "is", null);
    if (id !== undefined) query = query.where("redemption", "=", id);
    const rows = await query.orderBy("id").execute();
    return rows.map(({ reason, owner }) => (owner === SETTINGS.owner ? reason : `${reason} without an owner`));
  }

  /** What the bank's message says of a payment. */
  async answer(message: {
    uetr?: string;
    end_to_end_id?: string;
    original_message_id?: string;
    kind?: string;
    /** linked by the intake */
    redemption?: string;
    status?: string;
    outcome?: string;
    amount?: bigint;
    currency?: string;
    reason?: string;
    data?: object;
    /** another record of the same file */
    file?: number;
  }): Promise<{ id: number; file: number }> {
    const { file: sameFile, kind = "pain.002", data = {}, ...fields } = message;
    const position = ++this.#files;
    const file = sameFile ?? (await this.file());
    const { id } = await this.store
      .insertInto("payment_message")
      .values({ ...fields, kind, file_id: file, position, data: toJson(data) })
      .returning("id")
      .executeTakeFirstOrThrow();
    return { id, file };
  }

  /** A file that came in. */
  async file(): Promise<number> {
    const { id } = await this.store
      .insertInto("file")
      .values({ name: "answer.xml", sha256: randomBytes32(), bytes: 1, state: "imported" })
      .returning("id")
      .executeTakeFirstOrThrow();
    return id;
  }

  /** A booked credit that intake has put aside or taken. */
  async deposit(deposit: {
    amount: bigint;
    state?: "suspense" | "ready" | "minted" | "final" | "dismissed";
    uetr?: string;
    end_to_end_id?: string;
    return_of?: string;
    payee?: string;
  }): Promise<{ id: number; reference: string }> {
    const { id: statement } = await this.store
      .insertInto("statement")
      .values({
        file_id: await this.file(),
        index: 0,
        kind: "camt.053",
        message_id: "M",
        statement_id: "S",
        account: "8100200300",
        findings: "[]",
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    const { id: entry } = await this.store
      .insertInto("entry")
      .values({ statement_id: statement, index: 0, verdict: "deposit" })
      .returning("id")
      .executeTakeFirstOrThrow();
    const reference = randomBytes32();
    const { id } = await this.store
      .insertInto("deposit")
      .values({
        entry_id: entry,
        key: reference,
        reference,
        strength: "strong",
        entry_key: randomUUID(),
        currency: "USD",
        account: "8100200300",
        content: "",
        details: "[]",
        state: "suspense",
        ...deposit,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    return { id, reference };
  }

  /** What the control account says. */
  async control(): Promise<bigint> {
    const { sum } = await this.store
      .selectFrom("control_entry")
      .select((eb) => eb.fn.coalesce(eb.fn.sum<bigint>("amount"), eb.lit(0)).as("sum"))
      .executeTakeFirstOrThrow();
    return BigInt(sum);
  }

  balance(customer: string): Promise<bigint> {
    return this.bank.tokens["USD"]!.balanceOf(this.world.wallet(customer).address);
  }

  available(customer: string): Promise<bigint> {
    return this.bank.tokens["USD"]!.availableOf(this.world.wallet(customer).address);
  }

  /** Every step until none has anything to do. */
  run(gateway: Gateway = this.gateway, more: readonly Step[] = []): Promise<void> {
    return drain(gateway, [...more, ...steps(this.folder)]);
  }
}

/** As a worker runs them. */
export const steps = (folder: string): Step[] => [
  submitRedemptions(),
  settleRedemptions,
  approveRejections,
  rejectRedemptions,
  ...RETURN_STEPS,
  ...RECALL_STEPS,
  (gateway) => signQueued(gateway, OUTCOMES),
  broadcastSigned,
  (gateway) => watchTransactions(gateway, OUTCOMES),
  writePayouts,
  deliverPayouts(folder),
  readAnswers,
];
