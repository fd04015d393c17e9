import { BaseWallet, keccak256, type Signer, type TransactionRequest } from "ethers";

/** A transaction with every field that is signed; wei and gas. */
export interface FullTransaction {
  readonly chainId: bigint;
  readonly nonce: number;
  readonly maxPriorityFeePerGas: bigint;
  readonly maxFeePerGas: bigint;
  readonly gasLimit: bigint;
  readonly to: string;
  readonly value: bigint;
  readonly data: string;
}

/**
 * Signs a transaction of type 2 (EIP-1559) without an access list. A key in this process signs bytes that are put together here: ethers
 * turns the data of a batch from text to numbers and back a dozen times. Any other signer is asked.
 * @returns the signed bytes as a node takes them
 */
export async function signRaw(signer: Signer, transaction: FullTransaction): Promise<string> {
  if (!(signer instanceof BaseWallet)) {
    const request: TransactionRequest = { ...transaction, type: 2 };
    return signer.signTransaction(request);
  }
  const fields = fieldsOf(transaction);
  const { r, s, yParity } = signer.signingKey.sign(keccak256(typed(fields)));
  return `0x${typed([...fields, number(BigInt(yParity)), number(BigInt(r)), number(BigInt(s))]).toString("hex")}`;
}

function fieldsOf(transaction: FullTransaction): Buffer[] {
  const { chainId, nonce, maxPriorityFeePerGas, maxFeePerGas, gasLimit, to, value, data } = transaction;
  return [
    ...[chainId, BigInt(nonce), maxPriorityFeePerGas, maxFeePerGas, gasLimit].map(number),
    text(bytes(to, 20)),
    number(value),
    text(bytes(data)),
    list([]),
  ];
}

const typed = (fields: readonly Buffer[]): Buffer => Buffer.concat([Buffer.of(2), list(fields)]);

/** @throws RangeError where the text is not bytes in hexadecimal */
function bytes(hex: string, length = hex.length / 2 - 1): Buffer {
  const found = Buffer.from(hex.slice(2), "hex");
  if (hex.startsWith("0x") && hex.length === 2 + 2 * length && found.length === length) return found;
  throw new RangeError(`${JSON.stringify(hex.slice(0, 50))} is not 0x and hexadecimal digits of ${length} bytes`);
}

/** @throws RangeError below 0 */
function number(value: bigint): Buffer {
  if (value < 0n) throw new RangeError(`${value} is below zero`);
  const digits = value === 0n ? "" : value.toString(16);
  return text(Buffer.from(digits.length % 2 === 1 ? `0${digits}` : digits, "hex"));
}

/* RLP, Ethereum's yellow paper, appendix B. */

const text = (content: Buffer): Buffer =>
  content.length === 1 && content[0]! < 0x80 ? content : Buffer.concat([head(0x80, content.length), content]);

function list(items: readonly Buffer[]): Buffer {
  const content = Buffer.concat(items);
  return Buffer.concat([head(0xc0, content.length), content]);
}

function head(offset: number, length: number): Buffer {
  if (length < 56) return Buffer.of(offset + length);
  const digits = length.toString(16);
  const size = Buffer.from(digits.length % 2 === 1 ? `0${digits}` : digits, "hex");
  return Buffer.concat([Buffer.of(offset + 55 + size.length), size]);
}
