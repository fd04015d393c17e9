import { dataSlice, getAddress, toUtf8String, ZeroAddress, zeroPadValue } from "ethers";

import type { ClearingLine, Counterparty } from "../../bank/bankFileSettlement.js";
import { InterbankClearing__factory } from "../../../typechain-types/index.js";
import { currencyCode, packZones, readZones, zoneSet } from "../../settlement/clearing/book.js";
import { deskAddress } from "../../settlement/desks.js";
import { readLogs } from "../logs.js";
import { addressOf, type CheckContext, subjectOf } from "./context.js";
import { type Hand, type Remedy, remedy } from "./remedy.js";

/*
 * What the bank said at the clearing desk: its currencies, and its own side of every line. Which powers desks have is with
 * the tokens (tokens.ts), whose functions they are with the roles (functions.ts), their code with the code (code.ts).
 */

type Desk = ReturnType<typeof InterbankClearing__factory.connect>;

/** One line as the file wants it, with addresses. */
interface Wanted {
  readonly line: ClearingLine;
  readonly subject: string;
  readonly own: string;
  readonly other: string;
  readonly settlement: string;
}

export async function checkDesks(context: CheckContext): Promise<void> {
  const { bank, provider } = context;
  if (!bank.desks.includes("InterbankClearing")) return;
  const desk = InterbankClearing__factory.connect(deskAddress("InterbankClearing"), provider);
  for (const { currency } of bank.tokens) await checkCurrency(context, desk, currency);
  if (context.options.withoutLines === true) return;
  const wanted: Wanted[] = [];
  for (const counterparty of bank.counterparties) {
    for (const line of counterparty.lines) wanted.push(...(await locate(context, counterparty, line)));
  }
  for (const line of wanted) await checkSending(context, desk, line);
  for (const line of wanted) await checkReceiving(context, desk, line);
  await findOtherLines(context, desk, wanted);
}

async function checkCurrency(context: CheckContext, desk: Desk, currency: string): Promise<void> {
  const token = addressOf(context, currency);
  const [found, wanted] = [await desk.currencyOf(token), currencyCode(currency)];
  if (found === wanted) return;
  // What was declared never changes, because lines rely on it.
  const isNone = found === "0x000000";
  const now = isNone ? "nothing" : toUtf8String(found);
  context.report(subjectOf(currency), `is declared as ${now} at the clearing desk, not as ${currency}`, {
    now: `declared: ${now}`,
    wanted: currency,
    remedies: isNone
      ? [remedy(`Declares ${currency} at the clearing desk`, "POLICY_ADMIN", desk, "declareCurrency", [token, wanted])]
      : [],
  });
}

/** A counterparty's token may not be there yet: then its line waits, and nothing else does. */
async function locate(context: CheckContext, { name }: Counterparty, line: ClearingLine): Promise<Wanted[]> {
  const { currency, settlement, token } = line;
  const subject = `line ${currency} with ${name}`;
  const find = context.options.findToken ?? knownOnly;
  const other = await find(token, currency);
  const asset = settlement.token === undefined ? ZeroAddress : await find(settlement.token, currency);
  for (const [what, address] of [
    [name, other],
    [settlement.issuer, asset],
  ] as const) {
    if (address !== undefined) continue;
    context.report(subject, `waits: ${what} has no ${currency} token that is known on this chain`, {
      now: "waits",
      wanted: `open, settled in ${settlement.id}`,
    });
    return [];
  }
  return [{ line, subject, own: addressOf(context, currency), other: other!, settlement: asset! }];
}

const knownOnly: NonNullable<CheckContext["options"]["findToken"]> = (token) =>
  Promise.resolve("address" in token ? token.address : undefined);

async function checkSending(context: CheckContext, desk: Desk, wanted: Wanted): Promise<void> {
  const { line, subject, own, other, settlement } = wanted;
  const at = [own, other, settlement] as const;
  const { sending, payingAccount } = await desk.lineOf(...at);
  const account = line.payingAccount ?? ZeroAddress;
  const act = (does: string, by: Hand, method: string, ...more: unknown[]) =>
    remedy(does, by, desk, method, [...at, ...more]);
  const close = act(`Closes sending on the ${subject}`, "COMPLIANCE", "closeSending");
  const open = act(`Opens sending on the ${subject}, paid by ${account}`, "POLICY_ADMIN", "openSending", account);
  const isRight = sending === line.sends && (!sending || payingAccount === account);
  if (isRight) return;
  context.report(subject, describeSide("sends", sending, payingAccount, line.sends, account), {
    now: sending ? `sends, paid by ${payingAccount}` : "does not send",
    wanted: line.sends ? `sends, paid by ${account}` : "does not send",
    remedies: [...(sending ? [close] : []), ...(line.sends ? [open] : [])],
  });
}

const describeSide = (verb: string, is: boolean, account: string, wanted: boolean, other: string): string => {
  if (is && wanted) return `${verb} with the account ${account}, not ${other}`;
  return is ? `${verb}, but not in the file` : `does not ${verb.replace(/s$/, "")}, as in the file`;
};

async function checkReceiving(context: CheckContext, desk: Desk, wanted: Wanted): Promise<void> {
  const { line, subject, own, other, settlement } = wanted;
  const { receiving, receivingAccount, zones } = await desk.lineOf(other, own, settlement);
  const account = line.receivingAccount ?? ZeroAddress;
  const at = [own, other, settlement] as const;
  const act = (does: string, by: Hand, method: string, args: readonly unknown[]) =>
    remedy(does, by, desk, method, args);
  const close = act(`Closes receiving on the ${subject}`, "COMPLIANCE", "closeReceiving", at);
  const map = packZones(line.zones);
  const isRight = receiving === line.receives && (!receiving || receivingAccount === account);
  if (!isRight) {
    const open = act(`Opens receiving on the ${subject}, paid into ${account}`, "POLICY_ADMIN", "openReceiving", [
      ...[...at, account, map],
    ]);
    context.report(subject, describeSide("receives", receiving, receivingAccount, line.receives, account), {
      now: receiving ? `receives into ${receivingAccount}` : "does not receive",
      wanted: line.receives ? `receives into ${account}` : "does not receive",
      remedies: [...(receiving ? [close] : []), ...(line.receives ? [open] : [])],
    });
  } else if (receiving && zones !== map) {
    reportZones(context, desk, wanted, zones, map);
  }
  const { cap } = await desk.capOf(own, other);
  if (cap === line.cap) return;
  const raise = line.cap > cap;
  context.report(subject, `its cap, minor units a day, is ${cap}, not ${line.cap}`, {
    now: `cap ${cap}`,
    wanted: String(line.cap),
    remedies: [
      act(
        `${raise ? "Raises" : "Cuts"} the cap of the ${subject} to ${line.cap} minor units a day`,
        raise ? "POLICY_ADMIN" : "COMPLIANCE",
        raise ? "raiseCap" : "cutCap",
        [own, other, line.cap],
      ),
    ],
  });
}

function reportZones(
  context: CheckContext,
  desk: Desk,
  { subject, own, other, settlement }: Wanted,
  found: bigint,
  map: bigint,
) {
  const [now, wanted] = [readZones(found), readZones(map)];
  const denied = Object.keys(now)
    .map(Number)
    .filter((zone) => wanted[zone] === undefined);
  const changed = Object.fromEntries(Object.entries(wanted).filter(([zone, to]) => now[Number(zone)] !== to));
  const remedies: Remedy[] = [];
  const at = [own, other, settlement];
  if (denied.length > 0)
    remedies.push(
      remedy(`Denies zones ${denied.join(", ")} on the ${subject}`, "COMPLIANCE", desk, "unmapZones", [
        ...at,
        zoneSet(denied),
      ]),
    );
  if (Object.keys(changed).length > 0)
    remedies.push(
      remedy(`Maps zones of the ${subject}`, "POLICY_ADMIN", desk, "mapZones", [...at, packZones(changed)]),
    );
  const say = (zones: Readonly<Record<number, number>>): string =>
    Object.entries(zones)
      .map(([from, to]) => `${from} to ${to}`)
      .join(", ") || "none";
  context.report(subject, `maps zones ${say(now)}, not ${say(wanted)}`, {
    now: say(now),
    wanted: say(wanted),
    remedies,
  });
}

/** Lines that this bank opened and no longer names: whatever it ever opened is asked about. */
async function findOtherLines(context: CheckContext, desk: Desk, wanted: readonly Wanted[]): Promise<void> {
  const known = new Set(wanted.map(({ own, other, settlement }) => `${own} ${other} ${settlement}`));
  for (const { currency } of context.bank.tokens) {
    for (const side of ["sending", "receiving"] as const) {
      for (const [other, settlement] of await everOpened(context, desk, addressOf(context, currency), side)) {
        const own = addressOf(context, currency);
        if (known.has(`${own} ${other} ${settlement}`)) continue;
        const [from, to] = side === "sending" ? [own, other] : [other, own];
        const line = await desk.lineOf(from, to, settlement);
        if (line[side]) reportOther(context, desk, side, currency, [own, other, settlement]);
      }
    }
  }
}

type Side = "sending" | "receiving";

/** The other token and the settlement token of every line that a token ever had open on one side, each once. */
async function everOpened(context: CheckContext, desk: Desk, own: string, side: Side): Promise<[string, string][]> {
  const { suite, provider } = context;
  const event = desk.interface.getEvent(side === "sending" ? "SendingOpened" : "ReceivingOpened");
  const logs = await readLogs(suite, {
    addresses: [String(desk.target)],
    topics: [event.topicHash],
    indexed: [zeroPadValue(own, 32)],
    fromBlock: suite.addresses.fromBlock,
    toBlock: await provider.getBlockNumber(),
  });
  const pairs = logs.map(({ topics }) =>
    topics
      .slice(2)
      .map((topic) => getAddress(dataSlice(topic, 12)))
      .join(),
  );
  return [...new Set(pairs)].map((pair) => pair.split(",") as [string, string]);
}

function reportOther(
  context: CheckContext,
  desk: Desk,
  side: Side,
  currency: string,
  at: readonly [string, string, string],
) {
  const [, other, settlement] = at;
  const subject = `line ${currency} with ${other}`;
  const method = side === "sending" ? "closeSending" : "closeReceiving";
  context.report(subject, `is open for ${side}, settled in ${settlement}, but not in the file`, {
    now: `open for ${side}`,
    wanted: "closed",
    remedies: [remedy(`Closes ${side} on the ${subject}`, "COMPLIANCE", desk, method, at)],
  });
}
