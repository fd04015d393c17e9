import { record, type Trx } from "../../store/index.js";
import type { VostroError } from "../../errors/index.js";
import type { Gateway } from "../gateway.js";
import type { ChainTx, OutcomeHandler } from "../transactions/types.js";
import { openCase } from "./cases.js";
import { haltRedemption } from "./halts.js";
import { idOf, lockRedemption, moveRedemptions, type RedemptionRow } from "./rows.js";
import { suspendRedemption, tryAgain } from "./suspend.js";

/** What the chain's refusal says for good; anything else may pass and is tried again. */
const LASTING: Readonly<Record<string, readonly [reason: string, what: string]>> = {
  ERC7943CannotSend: ["blocked", "The customer is blocked"],
  ERC7943InsufficientUnfrozenBalance: ["lien", "A lien keeps the money"],
  SettlementAccountInvalid: ["settlement-account-differs", "The register has another account by now"],
  RedemptionInvalid: ["terms-invalid", "The hold is no whole redemption at this desk"],
  TokenNotListed: ["token-unlisted", "The token is not in the register"],
  UetrUsed: ["submitted-elsewhere", "The UETR has been used at the desk, not by this gateway"],
  BadUetr: ["terms-invalid", "The UETR is wrong"],
};

/** `RedemptionState` of the desk: Cancelled. */
const CANCELLED = 1n;

/** From the sealing transaction to `payable`: the only state from which a payment is written. */
export const submitOutcome: OutcomeHandler = {
  purpose: "redemption-submit",

  async mined(_gateway, trx, { subject }, { block }) {
    await advance(trx, subject, { state: "sealed", sealed_block: block });
  },

  async unmined(gateway, trx, { subject }) {
    const row = await lockRedemption(trx, idOf(subject));
    if (row === undefined) return;
    const back = { state: "submitting", sealed_block: null } as const;
    if (row.state === "sealed" || row.state === "payable") await moveRedemptions(trx, [row.id], [row.state], back);
    else if (row.state === "suspense" && (row.resume === "sealed" || row.resume === "payable")) {
      await moveRedemptions(trx, [row.id], ["suspense"], {
        state: "suspense",
        resume: "submitting",
        sealed_block: null,
      });
    } else if (row.payout_file_id !== null) {
      gateway.log.error(
        { redemption: row.id },
        "the chain lost a seal for which a payment is written; it is sent again",
      );
    }
  },

  async final(gateway, trx, { subject, id }, { block }) {
    await advance(trx, subject, { state: "payable", sealed_block: block });
    await record(trx, { actor: gateway.worker, act: "redemption sealed", subject, data: { transaction: id, block } });
  },

  async failed(gateway, trx, tx, error) {
    const row = await lockRedemption(trx, idOf(tx.subject));
    if (row === undefined) return;
    if (row.payout_file_id !== null) await sealGone(gateway, trx, row);
    else if (row.state === "submitting") await refused(gateway, trx, row, error);
    else if (row.state === "suspense" && row.resume === "submitting") {
      await moveRedemptions(trx, [row.id], ["suspense"], { state: "suspense", resume: "requested" });
    }
  },
};

/** Forward to `sealed` or `payable`; what a person has in hand goes forward all the same, to be resumed from there. */
async function advance(
  trx: Trx,
  subject: ChainTx["subject"],
  { state, sealed_block }: { readonly state: "sealed" | "payable"; readonly sealed_block: number },
): Promise<void> {
  const id = idOf(subject);
  const moved = await moveRedemptions(trx, [id], ["submitting", "sealed"], { state, sealed_block });
  if (moved.length > 0) return;
  const row = await lockRedemption(trx, id);
  if (row?.state === "suspense" && (row.resume === "submitting" || row.resume === "sealed")) {
    await moveRedemptions(trx, [id], ["suspense"], { state: "suspense", resume: state, sealed_block });
  } else if (row !== undefined && row.sealed_block !== sealed_block) {
    // Mined again in another block after a reorganisation: filed or further, so the block is all that changes.
    await moveRedemptions(trx, [id], [row.state], { state: row.state, sealed_block });
  }
}

async function refused(gateway: Gateway, trx: Trx, row: RedemptionRow, error: VostroError): Promise<void> {
  const { name, args, sentence } = error;
  const end = (state: "lapsed" | "cancelled") => moveRedemptions(trx, [row.id], ["submitting"], { state });
  if (name === "HoldExpired" || name === "HoldNotOpen") await end("lapsed");
  else if (name === "RedemptionInState" && BigInt(String(args["state"])) === CANCELLED) await end("cancelled");
  else if (name === "RedemptionInState") {
    const message = `Not submitted by this gateway: ${sentence} Find out who did, and whether it was paid.`;
    await suspendRedemption(gateway, trx, row, { reason: "submitted-elsewhere", message });
  } else if (LASTING[name] !== undefined) {
    const [reason, what] = LASTING[name];
    // It is tried again from the beginning when a person releases it.
    await moveRedemptions(trx, [row.id], ["submitting"], { state: "requested" });
    await suspendRedemption(
      gateway,
      trx,
      { ...row, state: "requested" },
      { reason, message: `${what}: ${error.message}` },
    );
  } else await tryAgain(gateway, trx, row, { to: "requested", problem: error });
}

/** Final for its amount, filed, and then lost for ever: what small amounts risk. */
async function sealGone(gateway: Gateway, trx: Trx, { id, currency }: RedemptionRow): Promise<void> {
  const message =
    "Its payment was written and the chain has lost the seal for good: stop the payment, or secure the claim.";
  await openCase(trx, { reason: "paid-without-seal", message, redemption: id, owner: gateway.settings.owner });
  await haltRedemption(gateway, trx, { currency, reason: "paid-without-seal", redemption: id });
}
