import { ZeroAddress } from "ethers";

import { DepositToken__factory, type InterbankClearing } from "../../../../typechain-types/index.js";
import {
  CLEARING_FUNCTIONS,
  currencyCode,
  packZones,
  readZones,
  wireClearingCalls,
  type ZoneMap,
  zoneSet,
} from "../../../settlement/clearing/index.js";
import { connectDesks } from "../../../settlement/desks.js";
import { parseAmount } from "../../../money/index.js";
import { ask, callOf, providerOf } from "../../send.js";
import { zoneName, zoneNumber } from "../../zoneNames.js";
import { checkedAddress, type Context, type Outcome } from "../context.js";
import { performManagerCalls } from "../delayedCalls.js";
import { InputError } from "../exitCodes.js";
import { type OneCall, performCall, performCallDelayable } from "../oneCall.js";
import type { Fact } from "../perform.js";
import { lines } from "../read.js";
import { zonesIn } from "../zonesOption.js";

/* What the bank agrees to at the clearing desk: its own side of each line. Opening may wait; closing is at once. */

export const deskIn = ({ bank }: Context): InterbankClearing => connectDesks(providerOf(bank)).interbankClearing;

/** Until this is done every function of the desk is the admin's. */
export async function wire(context: Context): Promise<Outcome> {
  return performManagerCalls(context, {
    command: "clearing wire",
    does: "Gives each function of the clearing desk its role at this bank: policy admin, compliance, clearing operator.",
    calls: await wireClearingCalls(context.bank),
    afterwards: [
      "Now name the two people: npm run signer -- add --role CLEARING_OPERATOR (and CLEARING_APPROVER) --to ...",
    ],
  });
}

/** Once and for all: a wrong code can never be changed. */
export async function declare(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const token = ownToken(context);
  const code = context.wrap("--currency", () => currencyCode(currency));
  return change(context, "declare", "declareCurrency", {
    does: `Declares, once and for all, that ${token} is ${currency}.`,
    populated: deskIn(context).declareCurrency.populateTransaction(token, code),
    data: { currency, token, bank: bank.addresses.bank },
  });
}

export async function openReceiving(context: Context): Promise<Outcome> {
  const { own, other, settlement } = lineIn(context);
  const zones = await zoneMapIn(context);
  const account = accountIn(context, settlement);
  return change(context, "open-receiving", "openReceiving", {
    does: `Takes payments from customers of ${other} in ${own}${overWhat(settlement)}${intoWhat("credited to", account)}.`,
    facts: [...(await tokenFacts(context, other, settlement)), ...(await zoneFacts(context, zones))],
    populated: deskIn(context).openReceiving.populateTransaction(own, other, settlement, account, packZones(zones)),
    data: { own, other, settlement, account, zones },
  });
}

export async function openSending(context: Context): Promise<Outcome> {
  const { own, other, settlement } = lineIn(context);
  const account = accountIn(context, settlement);
  return change(context, "open-sending", "openSending", {
    does: `Lets customers of ${own} pay customers of ${other}${overWhat(settlement)}${intoWhat("paid from", account)}.`,
    facts: await tokenFacts(context, other, settlement),
    populated: deskIn(context).openSending.populateTransaction(own, other, settlement, account),
    data: { own, other, settlement, account },
  });
}

export function closeSide(context: Context, side: "receiving" | "sending"): Promise<Outcome> {
  const { own, other, settlement } = lineIn(context);
  const desk = deskIn(context);
  const [method, does] =
    side === "receiving"
      ? (["closeReceiving", `Takes no more payments from ${other} in ${own}${overWhat(settlement)}.`] as const)
      : (["closeSending", `Lets nobody pay from ${own} to ${other}${overWhat(settlement)} any more.`] as const);
  const populated = desk[method].populateTransaction(own, other, settlement);
  return change(context, `close-${side}`, method, { does, populated, data: { own, other, settlement } });
}

export async function mapZones(context: Context): Promise<Outcome> {
  const { own, other, settlement } = lineIn(context);
  const zones = await zoneMapIn(context);
  return change(context, "map-zones", "mapZones", {
    does: `Takes payments of further zones of ${other} in ${own}.`,
    facts: await zoneFacts(context, zones),
    populated: deskIn(context).mapZones.populateTransaction(own, other, settlement, packZones(zones)),
    data: { own, other, settlement, zones },
  });
}

export function unmapZones(context: Context): Promise<Outcome> {
  const { own, other, settlement } = lineIn(context);
  const zones = context.read("zones", (text) => text.split(",").map((zone) => senderZone(zone)));
  return change(context, "unmap-zones", "unmapZones", {
    does: `Takes no more payments of the zones ${zones.join(", ")} of ${other} in ${own}.`,
    populated: deskIn(context).unmapZones.populateTransaction(own, other, settlement, zoneSet(zones)),
    data: { own, other, settlement, zones },
  });
}

export async function setCap(context: Context, raises: boolean): Promise<Outcome> {
  const { bank, currency } = context;
  const [own, other] = [ownToken(context), context.address("counterparty")];
  const desk = deskIn(context);
  const cap = context.read("cap", (text) => parseAmount(text, currency));
  const { cap: before } = await ask(bank, desk.capOf(own, other), currency);
  const method = raises ? "raiseCap" : "cutCap";
  return change(context, raises ? "raise-cap" : "cut-cap", method, {
    does: `${raises ? "Raises" : "Cuts"} what may come from ${other} in a day to ${context.money(cap, currency)}.`,
    changes: [{ of: other, what: "cap a day", currency, before, after: cap }],
    populated: desk[method].populateTransaction(own, other, cap),
    data: { own, other, cap },
  });
}

/** Both directions of a line, as both banks have it. */
export async function line(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const { own, other, settlement } = lineIn(context);
  const desk = deskIn(context);
  const [out, into, cap, declared] = await ask(
    bank,
    Promise.all([
      desk.lineOf(own, other, settlement),
      desk.lineOf(other, own, settlement),
      desk.capOf(own, other),
      desk.currencyOf(own),
    ]),
    currency,
  );
  const zones = readZones(into.zones);
  const say = (sending: boolean, receiving: boolean): string =>
    sending && receiving
      ? "open"
      : `closed (${sending ? "" : "sender"}${sending || receiving ? "" : " and "}${receiving ? "" : "receiver"} has not opened it)`;
  const money = (amount: bigint): string => context.money(amount, currency);
  const text = lines([
    ...(await tokenFacts(context, other, settlement)),
    ["declared", BigInt(declared) === 0n ? "no currency yet" : currency],
    ["to them", `${say(out.sending, out.receiving)}, paid from ${out.payingAccount}`],
    ["from them", `${say(into.sending, into.receiving)}, credited to ${into.receivingAccount}`],
    ...(await zoneFacts(context, zones)),
    ["cap", `${money(cap.cap)} a day, ${money(cap.left)} left now`],
  ]);
  const { sending, payingAccount, receiving, receivingAccount } = out;
  return {
    text,
    data: {
      ...{ own, other, settlement, zones, cap: cap.cap, left: cap.left },
      outgoing: { sending, receiving, payingAccount, receivingAccount },
      incoming: {
        ...{ sending: into.sending, receiving: into.receiving },
        ...{ payingAccount: into.payingAccount, receivingAccount: into.receivingAccount },
      },
    },
  };
}

interface Change extends Pick<OneCall, "does" | "facts" | "changes" | "data"> {
  readonly populated: Parameters<typeof callOf>[1];
}

function change(
  context: Context,
  step: string,
  method: keyof typeof CLEARING_FUNCTIONS,
  made: Change,
): Promise<Outcome> {
  const { populated, ...act } = made;
  const as = CLEARING_FUNCTIONS[method];
  const { currency } = context;
  const one: OneCall = { ...act, as, call: () => callOf(`InterbankClearing.${method}`, populated, { currency }) };
  // The desk asks who may act at once, so what waited goes through the manager.
  if (as === "POLICY_ADMIN") return performCallDelayable(context, `clearing ${step}`, one, "manager");
  return performCall(context, one);
}

const ownToken = ({ bank, currency }: Context): string => String(bank.tokens[currency]!.target);

export function lineIn(context: Context): { own: string; other: string; settlement: string } {
  const settlement = context.read("settlement", (text) =>
    text.toLowerCase() === "none" ? ZeroAddress : checkedAddress(text, "--settlement"),
  );
  return { own: ownToken(context), other: context.address("counterparty"), settlement };
}

function accountIn(context: Context, settlement: string): string {
  if (settlement !== ZeroAddress) return context.address("account");
  if (context.text("account") === undefined) return ZeroAddress;
  throw new InputError(
    "--account",
    "stands beside a settlement off chain",
    "Leave it out: no account on chain is used.",
  );
}

const overWhat = (settlement: string): string =>
  settlement === ZeroAddress ? ", settled off chain with evidence" : `, settled in ${settlement}`;
const intoWhat = (how: string, account: string): string => (account === ZeroAddress ? "" : `, ${how} ${account}`);

/** Whose tokens these are, in their own words: an address alone says nothing to a person. */
export async function tokenFacts(context: Context, other: string, settlement: string): Promise<Fact[]> {
  const { bank } = context;
  const nameOf = async (token: string): Promise<string> => {
    const { name, symbol } = DepositToken__factory.connect(token, providerOf(bank));
    const [long, short] = await ask(bank, Promise.all([name(), symbol()]));
    return `${long} (${short}), ${token}`;
  };
  return [
    ["other bank", await nameOf(other)],
    ["settlement", settlement === ZeroAddress ? "off chain, with evidence" : await nameOf(settlement)],
  ];
}

async function zoneFacts(context: Context, zones: ZoneMap): Promise<Fact[]> {
  const names = await zonesIn(context);
  const pairs = Object.entries(zones).map(([from, to]) => `their ${from} as ${zoneName(to, names)} (${to})`);
  return [["zones", pairs.join(", ") || "none: nobody of the sender's is taken"]];
}

/** "1:US,2:EU": the sender's zones are its own numbers, ours may have names. */
async function zoneMapIn(context: Context): Promise<ZoneMap> {
  const names = await zonesIn(context);
  return context.read("zones", (text) => {
    const pairs = text.split(",").map((pair) => {
      const [from, to, ...more] = pair.split(":").map((end) => end.trim());
      if (from !== undefined && to !== undefined && to !== "" && more.length === 0) {
        return [senderZone(from), zoneNumber(to, names)] as const;
      }
      throw new InputError(
        "--zones",
        `${JSON.stringify(pair)} is no pair`,
        "Write sender's zone, colon, own zone: 1:US,2:EU.",
      );
    });
    const map = Object.fromEntries(pairs);
    packZones(map);
    return map;
  });
}

function senderZone(text: string): number {
  const zone = Number(text.trim());
  if (Number.isInteger(zone) && zone >= 1 && zone <= 14 && text.trim() !== "") return zone;
  throw new InputError("--zones", `${JSON.stringify(text)} is no zone of the sender`, "Write its number, 1 to 14.");
}
