import { getAddress, keccak256, Signature, type Signer, toUtf8Bytes, verifyTypedData } from "ethers";

import { VostroError } from "../../errors/index.js";
import { canonicalJson } from "./canonical.js";
import { type Report, reportSchema } from "./report.js";

/** What the signer's device shows: which token, which block, and the hash of everything else. */
const TYPES = {
  ReconciliationReport: [
    { name: "currency", type: "string" },
    { name: "block", type: "uint256" },
    { name: "blockHash", type: "bytes32" },
    { name: "material", type: "bool" },
    { name: "reportHash", type: "bytes32" },
  ],
};

const domainOf = ({ chainId, token }: Report) => ({
  name: "Vostro Reconciliation",
  version: "1",
  chainId,
  verifyingContract: token,
});

/** keccak256 of the canonical text. */
export const reportHash = (report: Report): string => keccak256(toUtf8Bytes(canonicalJson(report)));

const messageOf = (report: Report) => ({
  currency: report.currency,
  block: report.block,
  blockHash: report.blockHash,
  material: report.material,
  reportHash: reportHash(report),
});

/** Signs a report by EIP-712, in the domain of its token. */
export async function signReport(report: Report, signer: Signer): Promise<{ signer: string; signature: string }> {
  const signature = await signer.signTypedData(domainOf(report), TYPES, messageOf(report));
  return { signer: await signer.getAddress(), signature };
}

/** The file that is handed on: the report with its signature, in canonical form. */
export const signedText = (report: Report, { signer, signature }: { signer: string; signature: string }): string =>
  canonicalJson({ report, signature: { hash: reportHash(report), signature, signer } });

/**
 * Reads a signed report. Every byte counts: a file of other spacing or order is not what was signed.
 * @param trusted addresses whose signature is believed; a report proves nothing if its signer is anybody
 * @throws VostroError ReportInvalid
 */
export function verifyReport(text: string, trusted: readonly string[]): { report: Report; signer: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalid("it is not JSON");
  }
  if (typeof parsed !== "object" || parsed === null) throw invalid("it is no JSON object");
  const { report: body, signature: signed } = parsed as {
    report?: unknown;
    signature?: Record<string, unknown> | null;
  };
  const read = reportSchema.safeParse(body);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw invalid(`${issue?.path.join(".") || "the report"}: ${issue?.message ?? "unreadable"}`);
  }
  const report = read.data;
  const { signer, signature } = signed ?? {};
  if (typeof signer !== "string" || typeof signature !== "string") throw invalid("it carries no signature");
  let recovered: string;
  try {
    if (signer !== getAddress(signer) || signature !== Signature.from(signature).serialized) throw new Error();
    recovered = verifyTypedData(domainOf(report), TYPES, messageOf(report), signature);
  } catch {
    throw invalid("its signature is malformed");
  }
  if (text !== signedText(report, { signer, signature })) throw invalid("it was changed or rearranged after signing");
  if (recovered !== signer) throw invalid("the signature is not of this report");
  if (!trusted.some((known) => known.toLowerCase() === signer.toLowerCase())) {
    throw invalid(`${signer} is not a signer that you named`);
  }
  return { report, signer };
}

const invalid = (problem: string): VostroError =>
  new VostroError({
    name: "ReportInvalid",
    args: { problem },
    sentence: `This is no signed reconciliation report: ${problem}.`,
    fix: "Take the file as the bank published it, and the signer's address from the bank, not from the file.",
  });
