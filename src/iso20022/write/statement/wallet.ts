import { getAddress, getIcapAddress, isHexString } from "ethers";
import { type Place, show } from "../layout/place.js";
import type { XmlNode } from "../layout/render.js";
import type { LogReference } from "./types.js";

/*
 * What of a chain fits into the fields of a statement.
 *
 * Account ids have at most 34 characters, an address with its 0x has 42. So `Othr/Id` has the address as ICAP (Ethereum's
 * form of an IBAN) writes it, without the two letters XE in front: two check digits (ISO 7064 mod 97-10) and 30 or 31
 * letters and digits, 33 characters at most. Nothing of the address is lost. `Othr/Issr` names the chain, and the
 * proxy, which may be long, has the address as people know it (CAIP-10).
 *
 * References have at most 35 characters, a transaction's hash has 64. So `AcctSvcrRef` has its first 26 hexadecimal
 * digits, a hyphen and the number of the log in its block: short, and a person finds the transaction by its beginning.
 * The whole hash stands in `AddtlTxInf`. Two entries of one statement never share a reference and a direction: that is checked.
 */

/** `Othr/Id` of a wallet, at most 33 characters. @throws TypeError for what is no address */
export const walletAccountId = (wallet: string): string => getIcapAddress(wallet).slice("XE".length);

/** The wallet of an `Othr/Id`. @throws TypeError when its form or its check digits are wrong */
export function walletOfAccountId(id: string): string {
  const wallet = getAddress(`XE${id}`);
  if (walletAccountId(wallet) !== id) throw new TypeError(`${JSON.stringify(id)} is not the id of a wallet.`);
  return wallet;
}

/** `AcctSvcrRef` of a log, at most 35 characters. */
export const logReference = ({ transactionHash, logIndex }: LogReference): string =>
  `${transactionHash.slice(2, 28).toLowerCase()}-${logIndex}`;

const MAX_LOG_INDEX = 99_999_999;

/** Whether a reference has the form that `logReference` needs; if not, the place knows why. */
export function isLogReference(value: unknown, at: Place): value is LogReference {
  const { transactionHash, logIndex } = (typeof value === "object" && value !== null ? value : {}) as LogReference;
  const isHash = isHexString(transactionHash, 32);
  const isIndex = Number.isInteger(logIndex) && logIndex >= 0 && logIndex <= MAX_LOG_INDEX;
  if (!isHash) {
    const fix = "Give 0x and 64 hexadecimal digits.";
    at.field("transactionHash").report("reference", transactionHash, "is no transaction hash", fix);
  }
  if (!isIndex) {
    const fix = `Give the log's number in its block, 0 to ${MAX_LOG_INDEX}.`;
    at.field("logIndex").report("reference", logIndex, "is no log number", fix);
  }
  return isHash && isIndex;
}

/** The address with its checksum; undefined for what is none. */
function addressOf(value: unknown): string | undefined {
  try {
    return typeof value === "string" && value.startsWith("0x") ? getAddress(value) : undefined;
  } catch {
    return undefined;
  }
}

/** `Id`, what stands between, and `Prxy` of a wallet's account; undefined after its problem is reported. */
export function walletNodes(
  wallet: unknown,
  chainId: unknown,
  at: Place,
  between: readonly XmlNode[] = [],
): readonly XmlNode[] | undefined {
  const address = addressOf(wallet);
  if (address === undefined) {
    const fix = "Give 0x and 40 hexadecimal digits, in one case or with the right checksum (ERC-55).";
    if (wallet === undefined) at.report("missing", undefined, "is missing", fix);
    else at.report("wallet", wallet, "is no address", fix);
    return undefined;
  }
  const chain = `eip155:${show(chainId)}`;
  const other: readonly XmlNode[] = [
    { tag: "Id", content: walletAccountId(address) },
    { tag: "SchmeNm", content: [{ tag: "Prtry", content: "ICAP" }] },
    { tag: "Issr", content: chain },
  ];
  const proxy: readonly XmlNode[] = [
    { tag: "Tp", content: [{ tag: "Prtry", content: "CAIP-10" }] },
    { tag: "Id", content: `${chain}:${address}` },
  ];
  return [{ tag: "Id", content: [{ tag: "Othr", content: other }] }, ...between, { tag: "Prxy", content: proxy }];
}
