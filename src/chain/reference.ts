import { isHexString, toBeHex, toUtf8Bytes, zeroPadBytes } from "ethers";

import { VostroError } from "../errors/index.js";

/**
 * A payment reference as the token logs it.
 * @param text up to 32 bytes of UTF-8 ("RE-2026-0042"), or 0x and 64 hexadecimal digits, which is taken as it is.
 * The chain is public: names, account numbers and invoice texts do not belong here, their hash does.
 * @returns bytes32, text padded with zeros on the right
 * @throws VostroError BadReference: empty, too long, or hexadecimal of another length
 */
export function paymentReference(text: string): string {
  if (isHexString(text, 32)) return text.toLowerCase();
  if (text === "") throw bad(text, "The reference is empty.", "Leave it out, or write one.");
  if (/^0x[0-9a-fA-F]*$/.test(text)) {
    throw bad(text, `${text} is not a 32-byte hash.`, "Write 0x and 64 hexadecimal digits, or a text.");
  }
  const bytes = toUtf8Bytes(text);
  if (bytes.length > 32) {
    const sentence = `The reference ${JSON.stringify(text)} has ${bytes.length} bytes in UTF-8, 32 are possible.`;
    throw bad(text, sentence, "Shorten it, or give the hash (0x and 64 digits) of a longer text.");
  }
  return zeroPadBytes(bytes, 32);
}

function bad(text: string, sentence: string, fix: string): VostroError {
  return new VostroError({ name: "BadReference", args: { text }, sentence, fix });
}

/** Reads a logged reference back: the text if it is one, otherwise the hexadecimal digits. */
export function readReference(reference: string): string {
  const bytes = Buffer.from(reference.slice(2), "hex");
  const length = bytes.findIndex((byte) => byte === 0);
  const content = length === -1 ? bytes : bytes.subarray(0, length);
  const padded = bytes.subarray(content.length).every((byte) => byte === 0);
  if (content.length === 0 || !padded) return reference;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
    return /^[^\p{C}]+$/u.test(text) ? text : reference;
  } catch {
    return reference;
  }
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * A UETR (ISO 20022: UUID version 4) as the 16 bytes that the chain keeps.
 * @throws VostroError BadUetr
 */
export function uetrToBytes16(uetr: string): string {
  if (UUID_V4.test(uetr)) return `0x${uetr.replaceAll("-", "").toLowerCase()}`;
  throw new VostroError({
    name: "BadUetr",
    args: { uetr },
    sentence: `${JSON.stringify(uetr)} is not a UETR.`,
    fix: "Write a version 4 UUID with its hyphens, such as crypto.randomUUID() makes.",
  });
}

/** The UETR as payment messages write it; undefined for zero, which means none yet. */
export function bytes16ToUetr(bytes: string): string | undefined {
  const hex = bytes.slice(2).toLowerCase();
  if (/^0*$/.test(hex)) return undefined;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/**
 * An ISO 20022 external status reason code as the four bytes that a rejection carries.
 * @throws VostroError BadReasonCode
 */
export function reasonCodeToBytes4(code: string): string {
  if (/^[A-Z0-9]{4}$/.test(code)) return toBeHex(BigInt(`0x${Buffer.from(code, "ascii").toString("hex")}`), 4);
  throw new VostroError({
    name: "BadReasonCode",
    args: { code },
    sentence: `${JSON.stringify(code)} is not an ISO 20022 reason code.`,
    fix: "Write its four letters and digits, such as AC04 (closed account).",
  });
}
