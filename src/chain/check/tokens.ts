import { dataSlice, getAddress } from "ethers";

import type { BankToken } from "../../bank/bankFile.js";
import { minorUnits } from "../../money/index.js";
import { corridorWords, describeCorridors } from "../corridors.js";
import { powerNames } from "../powers.js";
import { admittedContracts, managedContracts, powerBits, POWERFUL } from "../setup.js";
import { decodeAccountWord, decodePolicy, decodeSupplyWord, encodeCorridors } from "../words.js";
import { addressOf, type CheckContext, expectSame, subjectOf } from "./context.js";
import { eventsOf } from "./logs.js";
import { type Hand, type Remedy, remedy } from "./remedy.js";

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
  expectSame(context, "PartyRegistry", "its list of tokens", listed.join(" "), wanted.join(" "), () =>
    wanted
      .filter((token) => !listed.includes(token))
      .map((token) => remedy(`Lists the token ${token}`, "POLICY_ADMIN", suite.partyRegistry, "listToken", [token])),
  );
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
  const expect = (what: string, found: string | bigint, want: string | number, put?: () => Remedy[]): void =>
    expectSame(context, subjectOf(wanted.currency), what, found, want, put);
  expect("its name", await token.name(), wanted.name);
  expect("its symbol", await token.symbol(), wanted.symbol);
  expect("its number of decimals", await token.decimals(), minorUnits(wanted.currency));
  expect("its register", await token.registry(), context.suite.addresses.partyRegistry);
  const { limits } = context.suite.addresses;
  expect("its Limits contract", await token.limits(), limits, () => [
    remedy("Gives the token its Limits contract back", "POLICY_ADMIN", token, "setLimits", [limits], wanted.currency),
  ]);
  const { maxAge } = decodeSupplyWord((await token.supplyWords())[0]);
  expect("the longest age of an attestation", maxAge, wanted.attestationMaxAge);
}

async function checkCorridors(context: CheckContext, currency: string): Promise<void> {
  const { bank, suite } = context;
  const [subject, token] = [subjectOf(currency), suite.tokens[currency]!];
  const words = await token.policyWords();
  const { paused } = decodePolicy(...words);
  // Lifting a pause is for two people to decide: no file says when.
  if (paused.length > 0)
    context.report(subject, `is paused for ${paused.join(", ")}`, {
      now: `paused: ${paused.join(", ")}`,
      wanted: "running",
    });
  const wanted = corridorWords(bank);
  const found = { allowed: words[0] & encodeCorridors(ALL), review: words[1] };
  const names = (word: bigint): string => describeCorridors(bank.zones, decodePolicy(word, 0n).allowed);
  const act = (does: string, by: Hand, method: string, ...args: bigint[]) =>
    remedy(does, by, token, method, args, currency);
  for (const [kind, what] of [
    ["allowed", "allowed"],
    ["review", "under review"],
  ] as const) {
    const other = kind === "allowed" ? "review" : "allowed";
    const [more, less] = [found[kind] & ~wanted[kind], wanted[kind] & ~found[kind]];
    if (more !== 0n) {
      // What is under review and should be allowed is opened, not closed: closing would take both away.
      const close = kind === "review" ? more & ~wanted[other] : more;
      const does = `Closes ${names(close)} in the ${subject}`;
      context.report(subject, `${what}, but not in the file: ${names(more)}`, {
        now: `${what}: ${names(more)}`,
        wanted: "closed",
        remedies: close === 0n ? [] : [act(does, "COMPLIANCE", "closeCorridors", close)],
      });
    }
    if (less === 0n) continue;
    const args = kind === "allowed" ? [less, 0n] : [0n, less];
    const does = `Opens ${names(less)} in the ${subject}${kind === "review" ? ", under review" : ""}`;
    context.report(subject, `not ${what}, as in the file: ${names(less)}`, {
      now: "closed",
      wanted: `${what}: ${names(less)}`,
      remedies: [act(does, "POLICY_ADMIN", "openCorridors", ...args)],
    });
  }
}

const ALL = Array.from({ length: 225 }, (_, i) => ({ from: Math.floor(i / 15), to: i % 15 }));

/** A power nobody wrote down is a notary, issuer or burner nobody knows of: whoever ever had local bits is asked about. */
async function checkPowers(context: CheckContext, currency: string): Promise<void> {
  const { suite } = context;
  const token = suite.tokens[currency]!;
  const wanted = new Map([
    ...POWERFUL.map(([name, powers]) => [addressOf(context, name), powers as bigint] as const),
    ...admittedContracts(context.bank, currency).map(({ contract, powers }) => [contract, powers] as const),
  ]);
  const events = await eventsOf(context, token, "LocalBitsSet");
  const named = events.map(({ args }) => getAddress(String(args["account"])));
  for (const account of new Set([...wanted.keys(), ...named])) {
    const found = powerBits(decodeAccountWord(await token.accountWord(account)).powers);
    const want = wanted.get(account) ?? 0n;
    if (found === want) continue;
    const describe = (bits: bigint): string => (bits === 0n ? "nothing" : powerNames(bits).join(" and "));
    const act = (verb: string, by: Hand, method: string, bits: bigint) =>
      bits === 0n
        ? []
        : [
            remedy(
              `${verb} ${account} ${describe(bits)} in the ${subjectOf(currency)}`,
              by,
              token,
              method,
              [account, bits],
              currency,
            ),
          ];
    context.report(subjectOf(currency), `${account} may be ${describe(found)}, not ${describe(want)}`, {
      now: `${account}: ${describe(found)}`,
      wanted: describe(want),
      remedies: [
        ...act("Takes from", "COMPLIANCE", "dismissContract", found & ~want),
        ...act("Lets", "POLICY_ADMIN", "admitContract", want & ~found),
      ],
    });
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
    const raise = wanted > limit;
    expectSame(context, "IssuanceDesk", `the quota of ${issuer} in ${token}, minor units a day,`, limit, wanted, () => [
      remedy(
        `${raise ? "Raises" : "Cuts"} the quota of ${issuer} in ${token} to ${wanted} minor units a day`,
        raise ? "POLICY_ADMIN" : "COMPLIANCE",
        suite.issuanceDesk,
        raise ? "raiseQuota" : "cutQuota",
        [issuer, token, wanted],
      ),
    ]);
  }
}
