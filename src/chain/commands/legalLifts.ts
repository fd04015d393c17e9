import { toBeHex, zeroPadValue } from "ethers";

import { parseAmount } from "../../money/index.js";
import { readAccount } from "../account.js";
import type { Bank } from "../bank.js";
import {
  legalContent,
  liftLien as sendLienLift,
  liftLienCall,
  liftOrderedBlock,
  liftOrderedBlockCall,
  readLien,
  unblockWallet as sendUnblock,
  unblockWalletCall,
} from "../law/index.js";
import { partyIn } from "./blocks.js";
import { type Context, type Outcome, positive } from "./context.js";
import { InputError } from "./exitCodes.js";
import { type JointAct, actTogether, ORDINARY_HOURS } from "./jointAct.js";
import { blockDone, legallyDone, lienIn } from "./legalActs.js";
import { blockChanges, lienLiftChanges } from "./legalChanges.js";
import { caseIn, orderIdIn } from "./legalOrder.js";
import { requireFirst } from "./legalRepeat.js";
import type { Fact } from "./perform.js";

/* The lifts: a releaser sends, never who placed it, and a compliance approver has signed. */

const byReleaser = (bank: Bank) =>
  ({
    contract: bank.legalOrders,
    sender: "COMPLIANCE_RELEASER",
    approver: "COMPLIANCE_APPROVER",
    hours: ORDINARY_HOURS,
  }) as const satisfies Partial<JointAct<unknown>>;

const groundsFact = (context: Context, grounds: string): Fact => {
  const given = context.required("grounds");
  return ["grounds", given.toLowerCase() === grounds ? grounds : `${given} (${grounds})`];
};

/** Lifts one order's block of a party. */
export async function liftBlock(context: Context): Promise<Outcome> {
  const { bank } = context;
  const act = {
    orderId: await orderIdIn(context),
    party: await partyIn(context),
    grounds: await caseIn(context, "grounds"),
  };
  const order = context.required("order");
  await requireFirst(context, {
    event: "BlockLifted",
    indexed: [act.orderId, toBeHex(act.party, 32)],
    same: (args) => args["grounds"] === act.grounds,
    what: `The lift of the block of party ${act.party} under order ${order} on these grounds`,
  });
  const does = `Lifts the block of party ${act.party} under order ${order}.`;
  return actTogether(context, {
    ...byReleaser(bank),
    type: "LiftBlock",
    content: legalContent(bank, "LiftBlock", act),
    flags: {
      orderId: "--order",
      party: context.text("party") === undefined ? "--wallet" : "--party",
      grounds: "--grounds",
    },
    does,
    facts: [["party", String(act.party)], ["order", `${order} (${act.orderId})`], groundsFact(context, act.grounds)],
    changes: await blockChanges(context, act.party, -1n),
    call: (approval) => liftOrderedBlockCall(bank, act, approval),
    send: (signer, approval) => liftOrderedBlock(bank, signer, act, approval),
    done: blockDone(does),
  });
}

/** Lifts a lien, all that is left of it unless told. */
export async function liftLien(context: Context): Promise<Outcome> {
  const { bank } = context;
  const lien = (await readLien(bank, await lienIn(context)))!;
  const currency = lien.currency ?? "";
  if (lien.left === 0n) throw new InputError("--lien", "has nothing left to lift", "See legal show.");
  const amount = context.readIf("amount", (text) => positive(parseAmount(text, currency), "--amount")) ?? lien.left;
  const act = { lienId: lien.lienId, amount, grounds: await caseIn(context, "grounds") };
  const share = `${context.money(amount, currency)} of lien ${lien.lienId}`;
  await requireFirst(context, {
    event: "LienLifted",
    indexed: [lien.orderId, lien.lienId],
    same: (args) => args["amount"] === amount && args["grounds"] === act.grounds,
    what: `The lift of ${share} on these grounds`,
  });
  const changes = await lienLiftChanges(context, lien, currency, amount);
  const does = `Lifts ${share}, placed on ${lien.account}.`;
  return actTogether(context, {
    ...byReleaser(bank),
    type: "LiftLien",
    content: legalContent(bank, "LiftLien", act),
    flags: { lienId: "--lien", amount: "--amount", grounds: "--grounds" },
    does,
    facts: [
      ["lien", lien.lienId],
      ["account", lien.account],
      ["amount", `${context.money(amount, currency)} of ${context.money(lien.left, currency)} left`],
      ["order", lien.orderId],
      groundsFact(context, act.grounds),
    ],
    changes,
    call: (approval) => liftLienCall(bank, act, approval, currency),
    send: (signer, approval) => sendLienLift(bank, signer, act, approval, currency),
    done: legallyDone(context, does, changes),
  });
}

/** Lifts the block of one wallet in one token. */
export async function unblockWallet(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const act = { currency, wallet: context.address("wallet"), grounds: await caseIn(context, "grounds") };
  const content = legalContent(bank, "UnblockWallet", act);
  await requireFirst(context, {
    event: "WalletBlockLifted",
    indexed: [zeroPadValue(content.token, 32), zeroPadValue(act.wallet, 32)],
    same: (args) => args["grounds"] === act.grounds,
    what: `The lift of the ${currency} block of ${act.wallet} on these grounds`,
  });
  const { localBlock } = await readAccount(bank, currency, act.wallet);
  const blocked = { of: act.wallet, what: `blocked in ${currency}`, before: localBlock ? "yes" : "no", after: "no" };
  const does = `Lifts the block of wallet ${act.wallet} in the ${currency} token.`;
  return actTogether(context, {
    ...byReleaser(bank),
    type: "UnblockWallet",
    content,
    flags: { token: "--currency", wallet: "--wallet", grounds: "--grounds" },
    does,
    facts: [["wallet", act.wallet], ["token", `${currency} (${content.token})`], groundsFact(context, act.grounds)],
    changes: [blocked],
    call: (approval) => unblockWalletCall(bank, act, approval),
    send: (signer, approval) => sendUnblock(bank, signer, act, approval),
    done: legallyDone(context, does, [blocked]),
  });
}
