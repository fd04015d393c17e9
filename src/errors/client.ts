import { messageOf } from "./revertData.js";
import { VostroError } from "./vostroError.js";

/** A failure that never was a revert: how to know it, and how to say it. `args` of the VostroError is empty. */
interface ClientFailure {
  readonly name: string;
  /** ethers' error code, or what a node writes. */
  readonly codes: readonly string[];
  readonly pattern?: RegExp;
  readonly sentence: string;
  readonly fix: string;
}

const FAILURES: readonly ClientFailure[] = [
  {
    name: "InsufficientFunds",
    codes: ["INSUFFICIENT_FUNDS"],
    pattern: /insufficient funds|doesn't have enough funds|upfront cost exceeds/i,
    sentence: "The sender has too little of the chain's own coin for the gas.",
    fix: "Fund it, or have a relayer submit the signature.",
  },
  {
    name: "NonceUsed",
    codes: ["NONCE_EXPIRED", "REPLACEMENT_UNDERPRICED"],
    pattern: /nonce too low|nonce has already been used|replacement transaction underpriced|already known/i,
    sentence: "Another transaction of the sender has this nonce.",
    fix: "Look whether the act is done already; if not, send again.",
  },
  {
    name: "OutcomeUnconfirmed",
    codes: ["TIMEOUT", "TRANSACTION_REPLACED"],
    pattern: /timeout exceeded|timed out/i,
    sentence: "No answer came in time: the outcome is unconfirmed, not failed.",
    fix: "Ask the chain (by reference, hold or transaction hash) before sending anything again.",
  },
  {
    name: "NodeUnreachable",
    codes: ["NETWORK_ERROR", "SERVER_ERROR", "ECONNREFUSED", "ENOTFOUND", "ECONNRESET"],
    pattern: /fetch failed|ECONNREFUSED|ENOTFOUND|ECONNRESET|could not detect network|cannot connect to the network/i,
    sentence: "The node does not answer.",
    fix: "Check VOSTRO_RPC_URL and that the node runs.",
  },
  {
    name: "NoContract",
    codes: ["BAD_DATA"],
    pattern: /could not decode result data/i,
    sentence: "What answered is not a contract of the suite.",
    fix: "Check the addresses and that they belong to this chain.",
  },
  {
    name: "SigningRefused",
    codes: ["ACTION_REJECTED"],
    sentence: "The signer refused to sign.",
    fix: "Confirm the request in the signer.",
  },
  {
    name: "OutOfGas",
    codes: [],
    pattern: /out of gas|gas required exceeds|exceeds block gas limit/i,
    sentence: "The gas limit is too low for this.",
    fix: "Send with a higher limit, or in smaller batches.",
  },
];

/** Names what a client or node reported without any revert data; keeps the original as `cause`. */
export function decodeClientFailure(error: unknown): VostroError {
  const { code } = (error ?? {}) as { code?: unknown };
  const text = messageOf(error) || String(error);
  const known = FAILURES.find(
    ({ codes, pattern }) => codes.includes(String(code)) || (pattern !== undefined && pattern.test(text)),
  );
  if (known !== undefined) return new VostroError({ ...known, cause: error });
  const sentence = `Something unexpected happened: ${text.split("\n")[0]?.slice(0, 300)}.`.replace(/\.\.$/, ".");
  return new VostroError({
    name: "Unexpected",
    sentence,
    fix: "See the cause; report it if it persists.",
    cause: error,
  });
}
