import { hexlify, toUtf8Bytes, zeroPadBytes, ZeroHash } from "ethers";

import { isoDate, VostroError } from "../../errors/index.js";
import type { Bank } from "../bank.js";
import { decodeLogs } from "../events.js";
import { readLogs } from "../logs.js";
import { readReference } from "../reference.js";
import { ask, chainTime, providerOf } from "../send.js";
import { type LegalOrder, legalOrderHash } from "../typedData.js";

/** A legal order as the bank has it on paper. */
export interface LegalOrderRequest {
  /** bytes32, salted; see `legalOrderId` */
  readonly id: string;
  /** code or LEI of the court or authority: up to 32 bytes of text, or 0x and 64 digits */
  readonly authority: string;
  /** bytes32: hash of the document as served */
  readonly documentHash: string;
  /** unix seconds */
  readonly issuedAt: bigint;
  /** last unix second at which the bank may act under it; until lifted if left out */
  readonly validUntil?: bigint | undefined;
}

type Field = keyof LegalOrder;

/** What a field is called where a person reads it. */
const WORDS: Readonly<Record<Field, string>> = {
  id: "The order's id",
  authority: "The order's authority",
  documentHash: "The hash of the order's document",
  issuedAt: "The order's date of issue",
  validUntil: "The order's last day",
};

/**
 * An order under which LegalOrders will act, as far as can be known beforehand: complete, in force, and not another one
 * than is on file under its id.
 * @throws VostroError BadLegalOrder, OrderMismatch; `args.field` is the field that is wrong
 */
export async function buildLegalOrder(bank: Bank, request: LegalOrderRequest): Promise<LegalOrder> {
  const now = await chainTime(bank);
  const { issuedAt, validUntil = 0n } = request;
  if (issuedAt <= 0n || issuedAt > now) {
    throw bad(
      "issuedAt",
      issuedAt,
      `is ${isoDate(issuedAt)}, which lies ahead or is no time`,
      "Give the day of issue.",
    );
  }
  if (validUntil !== 0n && validUntil < issuedAt) {
    throw bad("validUntil", validUntil, `is ${isoDate(validUntil)}, before it was issued`, "Correct one of the dates.");
  }
  if (validUntil !== 0n && validUntil < now) {
    const fix = "Ask the authority for a new order; what was done under this one stands until it is lifted.";
    throw bad("validUntil", validUntil, `was ${isoDate(validUntil)}, which has passed`, fix);
  }
  const order = {
    id: bytes32("id", request.id, "Give the bank's salted number of the order (legalOrderId)."),
    authority: authorityCode(request.authority),
    documentHash: bytes32("documentHash", request.documentHash, "Give the hash of the document as served."),
    issuedAt,
    validUntil,
  };
  await requireAsFiled(bank, order);
  return order;
}

function bytes32(field: Field, value: string, fix: string): string {
  if (!/^0x[0-9a-fA-F]{64}$/.test(value)) throw bad(field, value, `is not 32 bytes: ${JSON.stringify(value)}`, fix);
  if (BigInt(value) === 0n) throw bad(field, value, "is missing", fix);
  return value.toLowerCase();
}

/**
 * The code of a court or authority as an order carries it.
 * @throws VostroError BadLegalOrder
 */
export function authorityCode(code: string): string {
  const fix = "Give the code or LEI of who issued the order; without an authority the bank must not act.";
  if (code === "") throw bad("authority", code, "is missing", fix);
  if (/^0x[0-9a-fA-F]*$/.test(code)) return bytes32("authority", code, fix);
  const bytes = toUtf8Bytes(code);
  if (bytes.length <= 32) return hexlify(zeroPadBytes(bytes, 32));
  throw bad("authority", code, `${JSON.stringify(code)} is longer than 32 bytes`, fix);
}

function bad(field: Field, value: unknown, problem: string, fix: string): VostroError {
  const sentence = `${WORDS[field]} ${problem}.`;
  return new VostroError({ name: "BadLegalOrder", args: { field, value }, sentence, fix });
}

/** An id stands for one order for ever: an act under it with other fields would be refused. */
async function requireAsFiled(bank: Bank, order: LegalOrder): Promise<void> {
  const filed = await ask(bank, bank.legalOrders.orderHash(order.id));
  if (filed === ZeroHash || filed === legalOrderHash(order)) return;
  const known = await readLegalOrder(bank, order.id);
  const field = (Object.keys(WORDS) as Field[]).find((name) => known?.[name] !== order[name]) ?? "id";
  throw new VostroError({
    name: "OrderMismatch",
    args: { field, id: order.id, filed: known?.[field], given: order[field] },
    sentence: `${WORDS[field]} is on file as ${readField(field, known?.[field])}, not ${readField(field, order[field])}.`,
    fix: "Give exactly the order on file, or file a new order under an id of its own.",
  });
}

const readField = (field: Field, value: unknown): string => {
  if (typeof value === "bigint") return value === 0n && field === "validUntil" ? "until lifted" : isoDate(value);
  return field === "authority" ? readReference(String(value)) : String(value);
};

/** The order on file under an id (bytes32), read from the event of its filing; undefined before the first act under it. */
export async function readLegalOrder(bank: Bank, id: string): Promise<LegalOrder | undefined> {
  const { legalOrders, addresses } = bank;
  const logs = await readLogs(bank, {
    addresses: [addresses.legalOrders],
    topics: [legalOrders.interface.getEvent("OrderFiled").topicHash],
    indexed: [id],
    fromBlock: addresses.fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  const args = decodeLogs(bank, logs)[0]?.args;
  if (args === undefined) return undefined;
  const { authority, documentHash, issuedAt, validUntil } = args as unknown as LegalOrder;
  return { id: String(args["id"]), authority, documentHash, issuedAt, validUntil };
}
