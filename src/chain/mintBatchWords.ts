import { BaseWallet, keccak256, type Signer, TypedDataEncoder, toUtf8Bytes } from "ethers";

import type { Bank } from "./bank.js";
import { type MintBatch, type MintItem, type SigningContract, signingDomain, TYPED_DATA } from "./typedData.js";

/*
 * A batch of mints as words of 32 bytes: what is hashed for its approval and what is sent. ethers' coders take a general road for each
 * field of each item, which for a batch of hundreds is most of a gateway's work. Specifications compare each result with theirs.
 */

const WORD = 32;
const ITEM_WORDS = 3;

const encoder = TypedDataEncoder.from(TYPED_DATA.MintBatch);
const typeHash = (type: string): Buffer =>
  Buffer.from(keccak256(toUtf8Bytes(encoder.encodeType(type))).slice(2), "hex");
const BATCH_TYPE = typeHash("MintBatch");
const ITEM_TYPE = typeHash("MintItem");

/** @throws RangeError where the text is not 0x and as many bytes in hexadecimal */
function putBytes(into: Buffer, at: number, text: string, bytes: number): void {
  const isIt = text.length === 2 + 2 * bytes && text.startsWith("0x");
  // Writing stops at the first character that is no digit.
  if (!isIt || into.write(text.slice(2), at, "hex") !== bytes) {
    throw new RangeError(`${JSON.stringify(text)} is not 0x and ${2 * bytes} hexadecimal digits`);
  }
}

/** @throws RangeError below 0 and from 2^256 */
function putNumber(into: Buffer, at: number, value: bigint): void {
  if (value < 0n || value >> 256n !== 0n) throw new RangeError(`${value} is no uint256`);
  into.write(value.toString(16).padStart(2 * WORD, "0"), at, "hex");
}

const putAddress = (into: Buffer, at: number, address: string): void => putBytes(into, at + 12, address, 20);

function putItem(into: Buffer, at: number, { payee, amount, depositReference }: MintItem): void {
  putAddress(into, at, payee);
  putNumber(into, at + WORD, amount);
  putBytes(into, at + 2 * WORD, depositReference, WORD);
}

/** The id under which the desk remembers a spent batch: its EIP-712 struct hash. @throws RangeError for what is no batch */
export function mintBatchHash({ token, items, count, total, expiry }: MintBatch): string {
  const one = Buffer.alloc((1 + ITEM_WORDS) * WORD);
  ITEM_TYPE.copy(one);
  const hashes = Buffer.alloc(items.length * WORD);
  items.forEach((item, i) => {
    putItem(one, WORD, item);
    hashes.write(keccak256(one).slice(2), i * WORD, "hex");
  });
  const all = Buffer.alloc(6 * WORD);
  BATCH_TYPE.copy(all);
  putAddress(all, WORD, token);
  putBytes(all, 2 * WORD, keccak256(hashes), WORD);
  [count, total, expiry].forEach((value, i) => putNumber(all, (3 + i) * WORD, value));
  return keccak256(all);
}

/**
 * Signs a batch for the desk, as `signTypedData` of the signer does.
 * @returns 65 bytes
 */
export async function signBatch(desk: SigningContract, signer: Signer, batch: MintBatch): Promise<string> {
  const domain = await signingDomain(desk);
  if (!(signer instanceof BaseWallet)) {
    const { items } = batch;
    return signer.signTypedData(domain, TYPED_DATA.MintBatch, { ...batch, items: items.map((item) => ({ ...item })) });
  }
  const separator = TypedDataEncoder.hashDomain(domain);
  const digest = keccak256(`0x1901${separator.slice(2)}${mintBatchHash(batch).slice(2)}`);
  return signer.signingKey.sign(digest).serialized;
}

/** The data of `IssuanceDesk.mintBatch`. @param signature as the approver's account takes it, any length */
export function mintBatchData(
  { issuanceDesk }: Bank,
  { token, items, count, total, expiry }: MintBatch,
  { approver, signature }: { readonly approver: string; readonly signature: string },
): string {
  const { selector } = issuanceDesk.interface.getFunction("mintBatch");
  const signed = (signature.length - 2) / 2;
  const batchAt = 3 * WORD;
  const itemsAt = batchAt + 6 * WORD;
  const signatureAt = itemsAt + items.length * ITEM_WORDS * WORD;
  const data = Buffer.alloc(signatureAt + WORD + Math.ceil(signed / WORD) * WORD);
  putNumber(data, 0, BigInt(batchAt));
  putAddress(data, WORD, approver);
  putNumber(data, 2 * WORD, BigInt(signatureAt));
  putAddress(data, batchAt, token);
  putNumber(data, batchAt + WORD, BigInt(5 * WORD));
  [count, total, expiry].forEach((value, i) => putNumber(data, batchAt + (2 + i) * WORD, value));
  putNumber(data, batchAt + 5 * WORD, BigInt(items.length));
  items.forEach((item, i) => putItem(data, itemsAt + i * ITEM_WORDS * WORD, item));
  putNumber(data, signatureAt, BigInt(signed));
  putBytes(data, signatureAt + WORD, signature, signed);
  return `${selector}${data.toString("hex")}`;
}
