import { zeroPadValue } from "ethers";

import type { Bank } from "../bank.js";
import {
  blockUnderOrder,
  blockUnderOrderCall,
  forceReleaseHold,
  forceReleaseHoldCall,
  legalContent,
  type LegallyActed,
  type PartyBlockChanged,
  placeLien,
  placeLienCall,
  readLien,
  recoverWallet,
  recoverWalletCall,
  seize as sendSeizure,
  seizeCall,
  type Swept,
} from "../law/index.js";
import { readHold } from "../holds.js";
import { type Hold, holdId, type LegalOrder } from "../typedData.js";
import { partyIn } from "./blocks.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { type JointAct, actTogether, ORDINARY_HOURS } from "./jointAct.js";
import { blockChanges, lienChanges, recoveryChanges, releaseChanges, seizureChanges } from "./legalChanges.js";
import { ORDER_FLAGS, orderFacts, orderIn } from "./legalOrder.js";
import { requireFirst } from "./legalRepeat.js";
import { holdIn } from "./legalHold.js";
import { type Change, changeLines, receipt } from "./perform.js";

/* The acts of two people under a legal order: compliance sends, a compliance approver has signed. */

/** What all acts of LegalOrders share. */
export const byCompliance = (bank: Bank) =>
  ({
    contract: bank.legalOrders,
    sender: "COMPLIANCE",
    approver: "COMPLIANCE_APPROVER",
    hours: ORDINARY_HOURS,
  }) as const satisfies Partial<JointAct<unknown>>;

/** "USD 60.00 of 0x..." and what it did. */
export function legallyDone(context: Context, does: string, changes: readonly Change[], lines: readonly string[] = []) {
  return ({ actId, ...sent }: LegallyActed): Outcome => ({
    text: [does, ...changeLines(context, changes), ...lines, `Act ${actId}`, receipt(sent)].join("\n"),
    data: { actId, changes, transaction: sent },
  });
}

/** A block or its lift: tokens that did not take it are a failure to be looked at now. */
export function blockDone(does: string) {
  return ({ actId, party, blocks, pushFailures, ...sent }: PartyBlockChanged): Outcome => {
    const lines = [
      does,
      blocks === 0n ? "The party is free." : `${blocks} block(s) are live on it.`,
      ...pushFailures.map(
        ({ currency, token, reason }) =>
          `NOT in ${currency ?? token}: ${reason.message} Pause that token if it matters.`,
      ),
      `Act ${actId}`,
      receipt(sent),
    ];
    const data = { actId, party, blocks, pushFailures, transaction: sent };
    return { text: lines.join("\n"), data, failed: pushFailures.length > 0 };
  };
}

/** Money that was swept, and where it was not. */
export function sweepLines(context: Context, { sweeps, sweepFailures }: Swept): string[] {
  const money = (amount: bigint, currency: string | undefined): string => context.money(amount, currency ?? "");
  return [
    ...sweeps.map(
      ({ currency, amount, liens, heir }) =>
        `Swept ${money(amount, currency)} with liens of ${money(liens, currency)} to ${heir}.`,
    ),
    ...sweepFailures.map(
      ({ currency, token, reason }) =>
        `NOT swept in ${currency ?? token}: ${reason.message} Then run legal sweep for that currency.`,
    ),
  ];
}

const underOrder = (context: Context): string => `under order ${context.required("order")}`;

/** Blocks a party in every token. */
export async function block(context: Context): Promise<Outcome> {
  const { bank } = context;
  const act = { order: await orderIn(context), party: await partyIn(context) };
  const does = `Blocks party ${act.party} in every token ${underOrder(context)}.`;
  return actTogether(context, {
    ...byCompliance(bank),
    type: "BlockParty",
    content: legalContent(bank, "BlockParty", act),
    flags: { ...ORDER_FLAGS, party: context.text("party") === undefined ? "--wallet" : "--party" },
    does,
    facts: [["party", String(act.party)], ...orderFacts(context, act.order)],
    changes: await blockChanges(context, act.party, 1n),
    call: (approval) => blockUnderOrderCall(bank, act, approval),
    send: (signer, approval) => blockUnderOrder(bank, signer, act, approval),
    done: blockDone(does),
  });
}

/** Keeps an amount of an account. */
export async function lien(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const act = {
    order: await orderIn(context),
    currency,
    account: context.address("wallet"),
    amount: context.amount(),
  };
  const content = legalContent(bank, "PlaceLien", act);
  const what = `lien of ${context.money(act.amount, currency)} on ${act.account} ${underOrder(context)}`;
  await requireFirst(context, {
    event: "LienPlaced",
    indexed: [act.order.id, zeroPadValue(act.account, 32)],
    same: (args) => args["token"] === content.token && args["amount"] === act.amount,
    what: `A ${what}`,
  });
  const changes = await lienChanges(context, currency, act.account, act.amount);
  const does = `Places a ${what}.`;
  return actTogether(context, {
    ...byCompliance(bank),
    type: "PlaceLien",
    content,
    flags: { ...ORDER_FLAGS, token: "--currency", account: "--wallet", amount: "--amount" },
    does,
    facts: [...moneyFacts(context, act), ...orderFacts(context, act.order)],
    changes,
    call: (approval) => placeLienCall(bank, act, approval),
    send: (signer, approval) => placeLien(bank, signer, act, approval),
    done: (sent) => {
      const { text, data } = legallyDone(context, does, changes)(sent);
      return { text: text.replace("\nAct ", "\nLien "), data: { lienId: sent.actId, ...data } };
    },
  });
}

const moneyFacts = (
  context: Context,
  { currency, account, amount }: { readonly currency: string; readonly account: string; readonly amount: bigint },
) => [["account", account] as const, ["amount", context.money(amount, currency)] as const];

/** Moves money to a custody account of the bank. */
export async function seize(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const act = {
    order: await orderIn(context),
    currency,
    account: context.address("wallet"),
    custody: context.address("custody"),
    amount: context.amount(),
    lienId: context.text("lien") === undefined ? undefined : await lienIn(context),
  };
  const content = legalContent(bank, "Seize", act);
  const what = `${context.money(act.amount, currency)} of ${act.account} to custody account ${act.custody} ${underOrder(context)}`;
  await requireFirst(context, {
    event: "Seized",
    indexed: [act.order.id, zeroPadValue(act.account, 32)],
    same: (args) =>
      args["token"] === content.token &&
      args["amount"] === act.amount &&
      args["custody"] === act.custody &&
      args["lienId"] === content.lienId,
    what: `A seizure of ${what}`,
  });
  const changes = await seizureChanges(context, act);
  const does = `Seizes ${what}.`;
  return actTogether(context, {
    ...byCompliance(bank),
    type: "Seize",
    content,
    flags: {
      ...ORDER_FLAGS,
      token: "--currency",
      account: "--wallet",
      custody: "--custody",
      amount: "--amount",
      lienId: "--lien",
    },
    does,
    facts: [
      ...moneyFacts(context, act),
      ["custody", act.custody],
      ["lien", act.lienId ?? "none: free money only"],
      ...orderFacts(context, act.order),
    ],
    changes,
    call: (approval) => seizeCall(bank, act, approval),
    send: (signer, approval) => sendSeizure(bank, signer, act, approval),
    done: legallyDone(context, does, changes),
  });
}

/** --lien as 32 bytes of a lien that exists. */
export async function lienIn(context: Context): Promise<string> {
  const text = context.required("lien");
  const lien = /^0x[0-9a-fA-F]{64}$/.test(text) ? await readLien(context.bank, text) : undefined;
  if (lien !== undefined) return lien.lienId;
  throw new InputError("--lien", `${text} is no lien`, "Give its id as `legal lien` printed it, or see `legal show`.");
}

/** Retires a lost wallet for another of the same party. */
export async function recover(context: Context): Promise<Outcome> {
  const { bank } = context;
  const act = {
    order: await orderIn(context),
    lost: context.address("wallet"),
    successor: context.address("successor"),
  };
  const changes = await recoveryChanges(context, act.lost, act.successor);
  const does = `Retires the lost wallet ${act.lost} for ${act.successor} of the same party ${underOrder(context)}.`;
  return actTogether(context, {
    ...byCompliance(bank),
    type: "Recover",
    content: legalContent(bank, "Recover", act),
    flags: { ...ORDER_FLAGS, lost: "--wallet", successor: "--successor" },
    does,
    facts: [["lost", act.lost], ["successor", act.successor], ...orderFacts(context, act.order)],
    changes,
    call: (approval) => recoverWalletCall(bank, act, approval),
    send: (signer, approval) => recoverWallet(bank, signer, act, approval),
    done: ({ sweeps, sweepFailures, ...sent }) => {
      const swept = { sweeps, sweepFailures };
      const { text, data } = legallyDone(context, does, [], sweepLines(context, swept))(sent);
      return { text, data: { ...data, ...swept }, failed: sweepFailures.length > 0 };
    },
  });
}

/** Releases a hold to its payer. */
export async function release(context: Context): Promise<Outcome> {
  const { bank } = context;
  const { currency, hold } = await holdIn(context);
  const act = { order: await orderIn(context), currency, hold };
  const { remaining } = await readHold(bank, currency, hold);
  const changes = await releaseChanges(context, currency, hold.payer, remaining);
  const does = `Releases ${context.money(remaining, currency)} of hold ${holdId(hold)} to its payer ${hold.payer} ${underOrder(context)}.`;
  return actTogether(context, {
    ...byCompliance(bank),
    type: "ForceRelease",
    content: legalContent(bank, "ForceRelease", act),
    flags: { ...ORDER_FLAGS, token: "--currency", hold: context.text("file") === undefined ? "--hold" : "--file" },
    does,
    facts: releaseFacts(context, act, remaining),
    changes,
    call: (approval) => forceReleaseHoldCall(bank, act, approval),
    send: (signer, approval) => forceReleaseHold(bank, signer, act, approval),
    done: legallyDone(context, does, changes),
  });
}

function releaseFacts(
  context: Context,
  { currency, hold, order }: { readonly currency: string; readonly hold: Hold; readonly order: LegalOrder },
  remaining: bigint,
): [string, string][] {
  return [
    ["hold", holdId(hold)],
    ["payer", hold.payer],
    ["payee", BigInt(hold.payee) === 0n ? "none: a redemption" : hold.payee],
    ["remains", `${context.money(remaining, currency)} of ${context.money(hold.amount, currency)}`],
    ...(orderFacts(context, order) as [string, string][]),
  ];
}
