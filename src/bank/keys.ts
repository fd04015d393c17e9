import { getBytes, isHexString, keccak256, toUtf8Bytes } from "ethers";
import type { Entry, TransactionDetails } from "../iso20022/index.js";
import { looksLikeIban, normaliseAccount, normaliseBic, type OurAccount } from "./accounts.js";

/*
 * The deposit key: a text that is the same each time the same deposit is reported and different for different deposits.
 *
 * Scope: our own account, as configured. What a message says of the servicer is not used, because one message of a bank
 * may name its BIC and the next may not.
 *
 * strong    AcctSvcrRef (entry), UETR, AcctSvcrRef (detail): given by the bank or unique by construction. The key is the
 *           reference alone, so the camt.054 at noon and the camt.053 at night agree.
 * weak      EndToEndId, InstrId, creditor reference: chosen by the payer, who may repeat them. Amount, currency and booking date
 *           join the key.
 * fallback  no reference at all: everything else the entry says.
 *
 * Weak and fallback keys end with the number of the occurrence within the statement: equal entries stay distinct, and
 * the same statement delivered twice gives the same keys. NtryRef counts entries of one message and is used in
 * the fallback only. Keys are JSON, so no text of a payer can forge a delimiter.
 */

export type KeyStrength = "strong" | "weak" | "fallback";

/** A key without its occurrence number, and what else the deposit could have been known by. */
export interface DepositIdentity {
  readonly strength: KeyStrength;
  /** parts of the key in order */
  readonly parts: readonly string[];
  /** keys of every strong reference the deposit carries, its own included: any of them seen before means the same deposit */
  readonly aliases: readonly string[];
}

/** The text that is hashed. One form for equal texts (Unicode NFC). */
export const keyText = (parts: readonly string[]): string => JSON.stringify(parts).normalize("NFC");

/**
 * The part of every key that says whose account it is. An IBAN is unique by itself; any other id needs the configured
 * servicer beside it, which must then never change: another scope would mint every deposit again.
 */
export function accountScope(account: OurAccount): readonly string[] {
  const servicer = account.servicerBic === undefined ? "" : normaliseBic(account.servicerBic);
  return [looksLikeIban(account.id) ? "" : servicer, normaliseAccount(account.id)];
}

/** Identity of an entry that is one deposit (no detail or one). */
export function entryIdentity(entry: Entry, account: OurAccount): DepositIdentity {
  const scope = accountScope(account);
  const detail = entry.details.length === 1 ? entry.details[0] : undefined;
  const strong = strongReferences(scope, entry.acctSvcrRef, detail);
  return choose(scope, strong, entry, entry.amount, detail);
}

/**
 * Identity of one detail of an entry with several. The detail's own strong reference first; without one the entry's
 * AcctSvcrRef plus the payer's reference, which together are as good.
 */
export function detailIdentity(entry: Entry, detail: TransactionDetails, account: OurAccount): DepositIdentity {
  const scope = accountScope(account);
  // Banks copy the batch's reference into each detail: then it does not tell them apart.
  const shared = entry.details.filter((other) => other.acctSvcrRef === detail.acctSvcrRef).length > 1;
  const own = shared || detail.acctSvcrRef === entry.acctSvcrRef ? { ...detail, acctSvcrRef: undefined } : detail;
  const strong = strongReferences(scope, undefined, own);
  const weak = weakReference(detail);
  if (strong.length === 0 && entry.acctSvcrRef !== undefined && weak !== undefined) {
    const parts = [...scope, "AcctSvcrRef", entry.acctSvcrRef, ...weak];
    return { strength: "strong", parts, aliases: [keyText(parts)] };
  }
  return choose(scope, strong, entry, detail.amount ?? 0n, detail);
}

type StrongSource = Pick<TransactionDetails, "uetr"> & { readonly acctSvcrRef?: string | undefined };

function strongReferences(
  scope: readonly string[],
  entryRef: string | undefined,
  detail: StrongSource | undefined,
): readonly (readonly string[])[] {
  const named: readonly (readonly [string, string | undefined])[] = [
    ["AcctSvcrRef", entryRef],
    ["UETR", detail?.uetr],
    ["AcctSvcrRef", detail?.acctSvcrRef],
  ];
  return named.flatMap(([name, value]) => (value === undefined ? [] : [[...scope, name, value]]));
}

function weakReference(detail: TransactionDetails | undefined): readonly [name: string, value: string] | undefined {
  if (detail?.endToEndId !== undefined) return ["EndToEndId", detail.endToEndId];
  if (detail?.instrId !== undefined) return ["InstrId", detail.instrId];
  const reference = detail?.creditorReferences[0];
  return reference === undefined ? undefined : ["CdtrRef", reference];
}

function choose(
  scope: readonly string[],
  strong: readonly (readonly string[])[],
  entry: Entry,
  amount: bigint,
  detail: TransactionDetails | undefined,
): DepositIdentity {
  const first = strong[0];
  if (first !== undefined) return { strength: "strong", parts: first, aliases: [...new Set(strong.map(keyText))] };
  const money = [amount.toString(), entry.currency, entry.bookingDate ?? ""];
  const weak = weakReference(detail);
  if (weak !== undefined) return { strength: "weak", parts: [...scope, ...weak, ...money], aliases: [] };
  const rest = [entry.valueDate ?? "", entry.ntryRef ?? "", content(entry, detail)];
  return { strength: "fallback", parts: [...scope, "none", ...money, ...rest], aliases: [] };
}

/** Everything of a deposit that tells it from another with the same reference. White space is the bank's line breaking. */
export function content(entry: Entry, detail: TransactionDetails | undefined): string {
  const texts = [
    detail?.debtor.account === undefined ? undefined : normaliseAccount(detail.debtor.account),
    detail?.debtor.name,
    detail?.remittance,
    detail?.txId,
    detail?.clrSysRef,
    detail?.pmtInfId,
    ...(detail?.creditorReferences ?? []),
    entry.additionalInfo,
    entry.code.domain,
    entry.code.family,
    entry.code.subFamily,
    entry.code.proprietary,
  ];
  return JSON.stringify(texts.map((text) => text?.replace(/\s+/g, "") ?? ""));
}

/** Characters that a name has at least when it is cut off: banks keep 35 or 70, white space included. */
const CUT_NAME = 20;

/**
 * Whether two reports of a deposit name two payers: two accounts or, where one report has none, two names of which none is the other cut
 * off. Everything else (remittance, texts, codes) a bank words otherwise in its notification than in its statement.
 * @param one `content` of a report
 */
export function namesOtherPayer(one: string, other: string): boolean {
  const [[account, name], [otherAccount, otherName]] = [payerIn(one), payerIn(other)];
  if (account !== "" && otherAccount !== "") return account !== otherAccount;
  const [short, long] = [name, otherName].map((text) => text.toUpperCase()).sort((a, b) => a.length - b.length);
  if (short === "" || short === long) return false;
  return short!.length < CUT_NAME || !long!.startsWith(short!);
}

/** Whether a report names the payer more fully: whatever the other has, account or name, and what it has not. Both are `content`. */
export function namesPayerMore(one: string, other: string): boolean {
  const [mine, theirs] = [payerIn(one), payerIn(other)];
  return (
    mine.some((part, i) => part !== "" && theirs[i] === "") && mine.every((part, i) => part !== "" || theirs[i] === "")
  );
}

/** Account and name of the payer in `content`, empty where there is none. */
function payerIn(text: string): readonly [string, string] {
  const [account = "", name = ""] = JSON.parse(text) as string[];
  return [account, name];
}

/**
 * What goes on chain for a deposit key: a salted hash, because an unsalted one of an IBAN or a name can be guessed.
 * @param salt 32 secret bytes of the bank, the same for the life of the token: another salt would mint a deposit again
 * @returns bytes32 as 0x and 64 hex digits
 * @throws TypeError when the salt is not 32 bytes or the key is empty
 */
export function depositReference(salt: Uint8Array | string, key: string): string {
  const length = typeof salt === "string" ? (isHexString(salt) ? (salt.length - 2) / 2 : -1) : salt.length;
  if (length !== 32) throw new TypeError("The salt of deposit references must be 32 bytes (0x and 64 hex digits).");
  if (key === "") throw new TypeError("A deposit without a key has no reference.");
  // As bytes, never by way of hexadecimal text: a large file has a million of them.
  const text = toUtf8Bytes(key);
  const packed = new Uint8Array(32 + text.length);
  packed.set(getBytes(salt));
  packed.set(text, 32);
  return keccak256(packed);
}
