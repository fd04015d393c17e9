/*
 * Where clients put the bytes of a revert. There is no standard: ethers has `data` and `info.error.data`, Hardhat and
 * EDR `data` or `data.data`, anvil and geth `error.data`, Besu and Nethermind `data: "Reverted 0x..."`, Ganache a map by
 * transaction hash with `return` or `result`, viem `cause.raw`, and a HTTP client only the text of the body.
 */

/** Keys that lead towards revert data. Never "transaction" or "tx": a transaction's own data is the call, not its answer. */
const PATHS = ["data", "raw", "error", "info", "cause", "revert", "originalError", "return", "result", "body"] as const;

/** Real answers are four levels deep; the bound stops cycles. */
const MAX_DEPTH = 8;

/**
 * The bytes that a contract reverted with, from whatever a client threw.
 * @returns "0x" for a revert without data; undefined when nothing speaks of a revert
 */
export function revertDataOf(error: unknown): string | undefined {
  const found = walk(error, 0);
  if (found !== undefined) return found;
  return fromMessage(error) ?? (isSilentRevert(error) ? "0x" : undefined);
}

function walk(value: unknown, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (typeof value === "string") return fromText(value, depth);
  if (typeof value !== "object" || value === null) return undefined;
  const record = value as Record<string, unknown>;
  for (const key of PATHS) {
    const found = key in record ? walk(record[key], depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return fromHashMap(record, depth);
}

/** A selector and whole words; a JSON body is read as JSON. */
function fromText(text: string, depth: number): string | undefined {
  const hex = /^(?:Reverted )?(0x(?:[0-9a-fA-F]{2})+)$/.exec(text.trim())?.[1];
  if (hex !== undefined) return isRevert(hex) ? hex : undefined;
  if (!text.startsWith("{")) return undefined;
  try {
    return walk(JSON.parse(text), depth + 1);
  } catch {
    return undefined;
  }
}

/** Ganache: `data: { "0x<transaction hash>": { return: "0x..." } }`. */
function fromHashMap(record: Record<string, unknown>, depth: number): string | undefined {
  for (const [key, value] of Object.entries(record)) {
    if (!/^0x[0-9a-fA-F]{64}$/.test(key)) continue;
    const found = walk(value, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isRevert = (hex: string): boolean => (hex.length - 2) % 64 === 8;

/** Hardhat: "(return data: 0x...)"; geth and anvil: "custom error 0x...", with the rest of the data behind the selector. */
function fromMessage(error: unknown): string | undefined {
  const match = /(?:return data: |custom error )(0x[0-9a-fA-F]{8,})(?::\s*([0-9a-fA-F]*))?/.exec(messageOf(error));
  if (match === null) return undefined;
  const hex = `${match[1]}${match[2] ?? ""}`;
  return isRevert(hex) ? hex : undefined;
}

function isSilentRevert(error: unknown): boolean {
  const { code, data } = (error ?? {}) as { code?: unknown; data?: unknown };
  // ethers reports any failed call as CALL_EXCEPTION; only the data "0x" says that the contract itself gave no reason.
  if (code === "CALL_EXCEPTION") return data === "0x" || data === null || data === undefined;
  return /reverted without a reason|function selector was not recognized|call revert exception/i.test(messageOf(error));
}

/** The message of an error or of the innermost JSON-RPC error in it, or the text itself. */
export function messageOf(error: unknown): string {
  if (typeof error === "string") return error;
  const { message, info } = (error ?? {}) as { message?: unknown; info?: { error?: { message?: unknown } } };
  const inner = info?.error?.message;
  return [message, inner].filter((text) => typeof text === "string").join(" | ");
}
