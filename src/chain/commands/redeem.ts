import { isHexString } from "ethers";

import { depositReference } from "../../bank/index.js";
import { isoDate } from "../../errors/index.js";
import { parseAmount } from "../../money/index.js";
import { signHold } from "../holds.js";
import {
  rejectRedemption,
  rejectRedemptionCall,
  remintReturned,
  remintReturnedCall,
  settleRedemption,
  settleRedemptionCall,
  signRejection,
  signReturn,
  submitRedemption,
  submitRedemptionCall,
} from "../redemptionDesk.js";
import {
  buildRedemption,
  cancelRedemption,
  cancelRedemptionCall,
  readRedemption,
  type Redemption,
  requestRedemption,
  requestRedemptionCall,
} from "../redemptions.js";
import { reasonCodeToBytes4, uetrToBytes16 } from "../reference.js";
import { type Call, chainTime } from "../send.js";
import type { HoldActed } from "../holds.js";
import type { Signer } from "ethers";
import { holdId } from "../typedData.js";
import { type Context, type Outcome, positive } from "./context.js";
import { InputError } from "./exitCodes.js";
import { readRedemptionFile, withOutput } from "./files.js";
import { perform, receipt, type Signature } from "./perform.js";
import { personOf, type Signatory, signerOf } from "./signers.js";

/** How long a rejection's approval is good. */
const APPROVAL_SECONDS = 3_600n;

/** The steps of a redemption. */
export async function redeem(context: Context, step: string): Promise<Outcome> {
  if (step === "request") return request(context);
  const { currency, ...redemption } = await readRedemptionFile(context.required("file"));
  if (step === "show") return show(context, currency, redemption);
  if (step === "cancel") return cancel(context, currency, redemption);
  if (step === "submit") return submit(context, currency, redemption);
  if (step === "return") return remint(context, currency, redemption);
  return step === "settle" ? settle(context, currency, redemption) : reject(context, currency, redemption);
}

async function request(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const amount = context.amount();
  const customer = await personOf(context, "CUSTOMER");
  const relayer = context.text("relayerAs") === undefined ? customer : await personOf(context, "CUSTOMER", "relayerAs");
  const redemption = await buildRedemption(bank, { currency, payer: customer.address, amount });
  const sign = (): Promise<string> => signHold(bank, signerOf(customer, "CUSTOMER"), currency, redemption.hold);
  const does = `Requests ${context.money(amount, currency)} of ${customer.address} to its own bank account, until ${isoDate(redemption.hold.expiry)}.`;
  return perform(context, {
    does,
    sender: relayer,
    as: "CUSTOMER",
    signatures: [{ who: customer.address, as: "CUSTOMER", what: "signs the hold" }],
    calls: async () => [await requestRedemptionCall(bank, redemption, await sign())],
    send: async (signer) => {
      const signature = await sign();
      return withOutput(context.text("out"), { currency, ...redemption }, () =>
        requestRedemption(bank, signer, redemption, signature),
      );
    },
    done: (sent) => ({
      text: `${does}\nRedemption ${sent.id}\n${receipt(sent)}`,
      data: { id: sent.id, currency, ...redemption, transaction: sent },
    }),
  });
}

interface DeskStep {
  readonly does: string;
  readonly as: Signatory;
  readonly signatures?: readonly Signature[];
  readonly calls: () => Promise<readonly Call[] | undefined>;
  readonly send: (signer: Signer) => Promise<HoldActed>;
}

async function act(context: Context, step: DeskStep): Promise<Outcome> {
  return perform(context, {
    ...step,
    sender: await personOf(context, step.as),
    done: (sent) => ({ text: `${step.does}\n${receipt(sent)}`, data: { id: sent.id, transaction: sent } }),
  });
}

/** "redemption 0x... of USD 5.00" */
const named = (context: Context, currency: string, { hold }: Redemption): string =>
  `redemption ${holdId(hold)} of ${context.money(hold.amount, currency)}`;

function cancel(context: Context, currency: string, redemption: Redemption): Promise<Outcome> {
  const { bank } = context;
  return act(context, {
    does: `Cancels the ${named(context, currency, redemption)}.`,
    as: "CUSTOMER",
    calls: async () => [await cancelRedemptionCall(bank, redemption)],
    send: (signer) => cancelRedemption(bank, signer, redemption),
  });
}

function submit(context: Context, currency: string, redemption: Redemption): Promise<Outcome> {
  const { bank } = context;
  const uetr = context.required("uetr");
  context.read("uetr", uetrToBytes16);
  return act(context, {
    does: `Submits the ${named(context, currency, redemption)} for payment ${uetr}; send the payment once this is final.`,
    as: "REDEMPTION_OPERATOR",
    calls: async () => [await submitRedemptionCall(bank, redemption, uetr)],
    send: (signer) => submitRedemption(bank, signer, redemption, uetr),
  });
}

function settle(context: Context, currency: string, redemption: Redemption): Promise<Outcome> {
  const { bank } = context;
  return act(context, {
    does: `Burns the ${named(context, currency, redemption)}: its payment is confirmed.`,
    as: "REDEMPTION_OPERATOR",
    calls: async () => [await settleRedemptionCall(bank, redemption)],
    send: (signer) => settleRedemption(bank, signer, redemption),
  });
}

async function reject(context: Context, currency: string, redemption: Redemption): Promise<Outcome> {
  const { bank } = context;
  const reason = context.required("reason");
  context.read("reason", reasonCodeToBytes4);
  const approver = await personOf(context, "REDEMPTION_APPROVER", "approverAs");
  const operator = await personOf(context, "REDEMPTION_OPERATOR");
  if (operator.address === approver.address) {
    throw new InputError("--approver-as", "is the operator", "Two people reject: another key approves.");
  }
  const rejection = { reason, expiry: (await chainTime(bank)) + APPROVAL_SECONDS };
  const approve = () => signRejection(bank, signerOf(approver, "REDEMPTION_APPROVER"), redemption, rejection);
  return act(context, {
    does: `Rejects the ${named(context, currency, redemption)} (${reason}): it will never be paid.`,
    as: "REDEMPTION_OPERATOR",
    signatures: [{ who: approver.address, as: "REDEMPTION_APPROVER", what: "approves exactly this rejection" }],
    calls: async () =>
      approver.signer === undefined
        ? undefined
        : [await rejectRedemptionCall(bank, redemption, rejection, await approve())],
    send: async (signer) => rejectRedemption(bank, signer, redemption, rejection, await approve()),
  });
}

/** The payment came back after the burn, as a booked credit: minted again, once. */
async function remint(context: Context, currency: string, redemption: Redemption): Promise<Outcome> {
  const { bank } = context;
  const most = redemption.hold.amount;
  const amount = context.readIf("amount", (text) => positive(parseAmount(text, currency), "--amount")) ?? most;
  if (amount > most) {
    const problem = `is more than the ${context.money(most, currency)} that were redeemed`;
    throw new InputError("--amount", problem, "Give what came back, charges deducted.");
  }
  const key = context.required("deposit");
  const returnReference = isHexString(key, 32) ? key : depositReference(await context.salt(), key);
  const approver = await personOf(context, "REDEMPTION_APPROVER", "approverAs");
  const operator = await personOf(context, "REDEMPTION_OPERATOR");
  if (operator.address === approver.address) {
    throw new InputError("--approver-as", "is the operator", "Two people mint again: another key approves.");
  }
  const returned = { amount, returnReference, expiry: (await chainTime(bank)) + APPROVAL_SECONDS };
  const approve = () => signReturn(bank, signerOf(approver, "REDEMPTION_APPROVER"), redemption, returned);
  return act(context, {
    does: `Mints ${context.money(amount, currency)} again: the payment of the ${named(context, currency, redemption)} came back.`,
    as: "REDEMPTION_OPERATOR",
    signatures: [{ who: approver.address, as: "REDEMPTION_APPROVER", what: "approves exactly this return" }],
    calls: async () =>
      approver.signer === undefined
        ? undefined
        : [await remintReturnedCall(bank, redemption, returned, await approve())],
    send: async (signer) => remintReturned(bank, signer, redemption, returned, await approve()),
  });
}

async function show(context: Context, currency: string, redemption: Redemption): Promise<Outcome> {
  const { id, status, uetr } = await readRedemption(context.bank, redemption);
  const text = `The ${named(context, currency, redemption)} is ${status}${uetr === undefined ? "" : `, payment ${uetr}`}.`;
  return { text, data: { id, status, uetr, currency, ...redemption } };
}
