import { countryCode, hasValidIbanCheck, isCountry, looksLikeIban, normaliseAccount } from "../../bank/index.js";
import { countryName } from "../countryActs.js";
import { programmeHash, settlementAccountHash } from "../identity.js";
import { addWallets, addWalletsCall } from "../parties.js";
import type { PartiesChanged } from "../partiesChanged.js";
import { type Classification, readClassification, reclassifyParty, reclassifyPartyCall } from "../partiesProfile.js";
import { requireOpenParty } from "../partiesState.js";
import {
  removeWallet,
  removeWalletCall,
  requireLiveWallet,
  setSettlementAccount,
  setSettlementAccountCall,
} from "../partiesWallets.js";
import type { Call } from "../send.js";
import { partyIn } from "./blocks.js";
import { checkedAddress, type Context, type Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { type Change, perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";
import type { Signer } from "ethers";

/** One act of the registrar on one party. */
interface RegistrarStep {
  readonly does: string;
  readonly party: bigint;
  readonly changes?: readonly Change[];
  readonly call: () => Promise<Call>;
  readonly send: (signer: Signer) => Promise<PartiesChanged>;
}

async function act(context: Context, { does, party, changes, call, send }: RegistrarStep): Promise<Outcome> {
  return perform(context, {
    ...{ does, send, changes: changes ?? [] },
    sender: await personOf(context, "REGISTRAR"),
    as: "REGISTRAR",
    calls: async () => [await call()],
    done: ({ transactions, pushFailures }) => ({
      text: [
        does,
        ...pushFailures.map(
          ({ currency, token, reason }) => `NOT in ${currency ?? token}: ${reason.message} Sync that token.`,
        ),
        ...transactions.map(receipt),
      ].join("\n"),
      data: { party, changes: changes ?? [], pushFailures, transactions },
      failed: pushFailures.length > 0,
    }),
  });
}

/** Sets what the zone follows from; what no option names stays as it is. */
export async function reclassify(context: Context): Promise<Outcome> {
  const { bank } = context;
  const id = await partyIn(context);
  const party = await requireOpenParty(bank, id);
  const before = await readClassification(bank, party);
  const after: Classification = {
    residency: countryIn(context, "residency") ?? before.residency,
    control: countryIn(context, "control") ?? before.control,
    limited: context.readIf("limits", (text) => yesOrNo(text, "--limits")) ?? before.limited,
    lei: orNone(context.text("lei"), before.lei),
    programme: await programmeIn(context, before.programme),
  };
  const changes = changesOf(`party ${id}`, before, after);
  const does = `Reclassifies party ${id}: ${changes.map(({ what, before: was, after: is }) => `${what} ${String(was)} -> ${String(is)}`).join(", ") || "as it is"}.`;
  if (changes.length === 0) return { text: `${does} Nothing to send.`, data: { party: id, changes, transactions: [] } };
  return act(context, {
    ...{ does, party: id, changes },
    call: () => reclassifyPartyCall(bank, id, after),
    send: (signer) => reclassifyParty(bank, signer, id, after),
  });
}

function changesOf(of: string, before: Classification, after: Classification): Change[] {
  const row = (what: string, pick: (c: Classification) => string): Change => ({
    ...{ of, what, before: pick(before), after: pick(after) },
  });
  return [
    row("residency", ({ residency }) => countryName(residency)),
    row("control", ({ control }) => countryName(control)),
    row("limits", ({ limited }) => (limited ? "apply" : "none")),
    row("LEI", ({ lei }) => lei ?? "none"),
    row("programme", ({ programme }) => programme ?? "none"),
  ].filter((change) => change.before !== change.after);
}

const countryIn = (context: Context, option: string): number | undefined =>
  context.readIf(option, (text) => {
    const country = text.toUpperCase();
    if (isCountry(country)) return countryCode(country);
    const fix = "Write its two letters of ISO 3166-1, such as US or GB.";
    throw new InputError(`--${option}`, `${JSON.stringify(text)} is not a country`, fix);
  });

function yesOrNo(text: string, flag: string): boolean {
  if (["yes", "no"].includes(text)) return text === "yes";
  throw new InputError(flag, `${JSON.stringify(text)} is neither yes nor no`, "Write one.");
}

/** "none" takes away what there was. */
const orNone = (text: string | undefined, before: string | undefined): string | undefined =>
  text === undefined ? before : text === "none" ? undefined : text;

async function programmeIn(context: Context, before: string | undefined): Promise<string | undefined> {
  const text = context.text("programme");
  return text === undefined || text === "none" ? orNone(text, before) : programmeHash(await context.salt(), text);
}

/** Gives a party further wallets, of its own standing. */
export async function addWallet(context: Context): Promise<Outcome> {
  const { bank } = context;
  const wallets = context
    .required("wallets")
    .split(",")
    .map((wallet) => checkedAddress(wallet.trim(), "--wallets"));
  const party = await partyIn(context);
  await requireOpenParty(bank, party);
  return act(context, {
    does: `Adds ${wallets.length} wallet(s) to party ${party}: ${wallets.join(", ")}.`,
    party,
    call: () => addWalletsCall(bank, party, wallets),
    send: (signer) => addWallets(bank, signer, party, wallets),
  });
}

/** Takes an empty wallet away from its party, for good. */
export async function removeWalletStep(context: Context): Promise<Outcome> {
  const { bank } = context;
  if (context.text("party") !== undefined) {
    throw new InputError("--party", "is not needed", "Name the wallet by --wallet: it has one party.");
  }
  const { wallet, party } = await requireLiveWallet(bank, context.address("wallet"));
  return act(context, {
    does: `Takes the empty wallet ${wallet} away from party ${party}, for good.`,
    party,
    call: () => removeWalletCall(bank, wallet),
    send: (signer) => removeWallet(bank, signer, wallet),
  });
}

/** Names the customer's own bank account, to which redemptions are paid from now on. */
export async function account(context: Context): Promise<Outcome> {
  const { bank } = context;
  const given = context.required("settlementAccount");
  const account = normaliseAccount(given);
  if (looksLikeIban(account) && !hasValidIbanCheck(account)) {
    throw new InputError("--settlement-account", "has wrong IBAN check digits", "Ask the customer for it again.");
  }
  const party = await partyIn(context);
  const before = (await requireOpenParty(bank, party)).settlementAccount ?? "none";
  const hash = settlementAccountHash(await context.salt(), given);
  return act(context, {
    does: `Pays redemptions of party ${party} to the account with the hash ${hash} from now on. A request that is not submitted yet is cancelled and made again.`,
    party,
    changes: [{ of: `party ${party}`, what: "settlement account", before, after: hash }],
    call: () => setSettlementAccountCall(bank, party, hash),
    send: (signer) => setSettlementAccount(bank, signer, party, hash),
  });
}
