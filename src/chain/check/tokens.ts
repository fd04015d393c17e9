import { dataSlice, getAddress } from "ethers";

import type { BankToken } from "../../bank/bankFile.js";
import { POWERS } from "../../bank/roles.js";
import { minorUnits } from "../../money/index.js";
import { corridorWords, describeCorridors } from "../corridors.js";
import { managedContracts, POWERFUL } from "../setup.js";
import { decodeAccountWord, decodePolicy, decodeSupplyWord, encodeCorridors } from "../words.js";
import { addressOf, type CheckContext, expectSame, subjectOf } from "./context.js";
import { eventsOf } from "./logs.js";

/** ERC-7201 structs of proxies, and the slots where they keep the register, which has no getter. */
const REGISTER_SLOTS = {
  RedemptionDesk: 0xa8abf4c61a3b53d027fa7ff7dc5df7b6b8fe83c5c512d8d71d991e73bfa5bf00n + 2n,
  LegalOrders: 0x5e753dd7bac7126ef529e584463688eec00e0fce253a955e569670a828523f00n,
};

/** Every contract answers to the bank's AccessManager and works with its register; the register lists exactly the tokens. */
export async function checkRelations(context: CheckContext): Promise<void> {
  const { suite, bank, provider } = context;
  const { accessManager, partyRegistry, resolution } = suite.addresses;
  for (const { name } of managedContracts(bank)) {
    // Every one of them is AccessManaged, so any of their ABIs will do.
    const { authority } = suite.partyRegistry.attach(addressOf(context, name)) as typeof suite.partyRegistry;
    expectSame(context, subjectOf(name), "its authority", await authority(), accessManager);
  }
  for (const [name, slot] of Object.entries(REGISTER_SLOTS)) {
    const stored = getAddress(dataSlice(await provider.getStorage(addressOf(context, name), slot), 12));
    expectSame(context, name, "its register", stored, partyRegistry);
  }
  expectSame(context, "Limits", "its register", await suite.limits.registry(), partyRegistry);
  expectSame(context, "ConfirmedPayments", "its register", await suite.confirmedPayments.registry(), partyRegistry);
  expectSame(context, "PauseControl", "its resolution", await suite.pauseControl.resolution(), resolution);
  const listed = [...(await suite.partyRegistry.tokens())].sort();
  const wanted = bank.tokens.map(({ currency }) => addressOf(context, currency)).sort();
  expectSame(context, "PartyRegistry", "its list of tokens", listed.join(" "), wanted.join(" "));
}

/** Identity, corridors and powers of every token are those of the file. */
export async function checkTokens(context: CheckContext): Promise<void> {
  for (const token of context.bank.tokens) {
    await checkIdentity(context, token);
    await checkCorridors(context, token.currency);
    await checkPowers(context, token.currency);
  }
}

async function checkIdentity(context: CheckContext, wanted: BankToken): Promise<void> {
  const token = context.suite.tokens[wanted.currency]!;
  const expect = (what: string, found: string | bigint, want: string | number): void =>
    expectSame(context, subjectOf(wanted.currency), what, found, want);
  expect("its name", await token.name(), wanted.name);
  expect("its symbol", await token.symbol(), wanted.symbol);
  expect("its number of decimals", await token.decimals(), minorUnits(wanted.currency));
  expect("its register", await token.registry(), context.suite.addresses.partyRegistry);
  expect("its Limits contract", await token.limits(), context.suite.addresses.limits);
  const { maxAge } = decodeSupplyWord((await token.supplyWords())[0]);
  expect("the longest age of an attestation", maxAge, wanted.attestationMaxAge);
}

async function checkCorridors(context: CheckContext, currency: string): Promise<void> {
  const { bank, suite } = context;
  const words = await suite.tokens[currency]!.policyWords();
  const { paused } = decodePolicy(...words);
  if (paused.length > 0) context.report(subjectOf(currency), `is paused for ${paused.join(", ")}`);
  const wanted = corridorWords(bank);
  const pairs = [
    ["allowed", words[0] & encodeCorridors(ALL), wanted.allowed],
    ["under review", words[1], wanted.review],
  ] as const;
  for (const [what, found, want] of pairs) {
    const more = describeCorridors(bank.zones, decodePolicy(found & ~want, 0n).allowed);
    const less = describeCorridors(bank.zones, decodePolicy(want & ~found, 0n).allowed);
    if (more !== "") context.report(subjectOf(currency), `${what}, but not in the file: ${more}`);
    if (less !== "") context.report(subjectOf(currency), `not ${what}, as in the file: ${less}`);
  }
}

const ALL = Array.from({ length: 225 }, (_, i) => ({ from: Math.floor(i / 15), to: i % 15 }));

/** A power nobody wrote down is a notary, issuer or burner nobody knows of: whoever ever had local bits is asked about. */
async function checkPowers(context: CheckContext, currency: string): Promise<void> {
  const { suite } = context;
  const token = suite.tokens[currency]!;
  const wanted = new Map(POWERFUL.map(([name, powers]) => [addressOf(context, name), powers]));
  const events = await eventsOf(context, token, "LocalBitsSet");
  const named = events.map(({ args }) => getAddress(String(args["account"])));
  for (const account of new Set([...wanted.keys(), ...named])) {
    const { powers } = decodeAccountWord(await token.accountWord(account));
    const want = (Object.keys(POWERS) as (keyof typeof POWERS)[]).filter(
      (power) => ((wanted.get(account) ?? 0n) & POWERS[power]) !== 0n,
    );
    const describe = (list: readonly string[]): string => (list.length === 0 ? "nothing" : list.join(" and "));
    if (powers.join() !== want.join()) {
      context.report(subjectOf(currency), `${account} may be ${describe(powers)}, not ${describe(want)}`);
    }
  }
}

/** Every issuer has the quota of the file and nobody else has one. */
export async function checkQuotas(context: CheckContext): Promise<void> {
  const { bank, suite } = context;
  const key = (issuer: string, token: string): string => `${issuer} ${token}`;
  const pairs = new Map<string, readonly [issuer: string, token: string, wanted: bigint]>();
  for (const { args } of await eventsOf(context, suite.issuanceDesk, "QuotaSet")) {
    const [issuer, token] = [getAddress(String(args["issuer"])), getAddress(String(args["token"]))];
    pairs.set(key(issuer, token), [issuer, token, 0n]);
  }
  for (const { issuer, currency, limit } of bank.quotas) {
    const token = addressOf(context, currency);
    pairs.set(key(issuer, token), [issuer, token, limit]);
  }
  for (const [issuer, token, wanted] of pairs.values()) {
    const [limit] = await suite.issuanceDesk.quotaOf(issuer, token);
    expectSame(context, "IssuanceDesk", `the quota of ${issuer} in ${token}, minor units a day,`, limit, wanted);
  }
}
