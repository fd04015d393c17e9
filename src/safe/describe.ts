import { formatEther } from "ethers";

import { type DecodedCall, decodeCall, withInner } from "./decode.js";
import { type SafeCall, type SafeHashes, safeHashes, safeTransaction } from "./hashes.js";
import type { Suite } from "./suite.js";
import type { SafeAt } from "./write.js";

/** A batch as a signer reads it: made from its calls alone. */
export interface BatchReading {
  readonly calls: readonly DecodedCall[];
  readonly alarms: readonly string[];
  readonly hashes: SafeHashes;
  readonly text: string;
}

/** Reads the calls of a batch and says them, with the hashes that a signer compares with the wallet's. */
export function readCalls(suite: Suite, safe: SafeAt, calls: readonly SafeCall[]): BatchReading {
  const decoded = calls.map(({ to, data }) => decodeCall(suite, to, data));
  const transaction = safeTransaction(calls, safe.nonce, safe.version);
  const hashes = safeHashes(BigInt(suite.chainId), safe.address, transaction);
  const paid = calls.flatMap(({ value }, i) =>
    value === 0n ? [] : [`CALL ${i + 1} SENDS ${formatEther(value)} OF THE CHAIN'S OWN COIN.`],
  );
  const alarms = [...paid, ...decoded.flatMap((call) => withInner(call).flatMap((one) => one.alarms))];
  const how =
    transaction.operation === 0
      ? "one call of the Safe itself"
      : `delegatecall to MultiSendCallOnly ${safe.version} at ${transaction.to}, all or nothing`;
  const text = [
    `Safe     ${safe.address} (version ${safe.version}) on chain ${suite.chainId}, nonce ${safe.nonce}`,
    `Sends    ${calls.length} call${calls.length === 1 ? "" : "s"}: ${how}`,
    ...decoded.flatMap((call, i) => ["", ...callLines(call, `${i + 1}. `)]),
    "",
    ...(alarms.length === 0 ? [] : [...alarms.map((alarm) => `LOOK: ${alarm}`), ""]),
    "Compare with what the wallet shows before signing:",
    `  EIP-712 domain hash   ${hashes.domainHash}`,
    `  EIP-712 message hash  ${hashes.messageHash}`,
    `  safeTxHash            ${hashes.safeTxHash}`,
  ].join("\n");
  return { calls: decoded, alarms, hashes, text };
}

/** A call and those inside of it, each a step further in. */
function callLines(call: DecodedCall, number: string, indent = ""): string[] {
  const more = `${indent}${" ".repeat(number.length)}`;
  const width = Math.max(0, ...call.words.map(([name]) => name.length));
  // What is carried is said below in full; its bytes here would only be in the way.
  const carried = call.inner.length > 0;
  return [
    `${indent}${number}${call.target} (${call.to})`,
    `${more}${call.signature}${call.role === undefined ? "" : `, as ${call.role}`}`,
    ...(call.does === undefined ? [] : [`${more}${call.does}`]),
    ...call.words.map(([name, words]) => {
      const shown = carried && name === "data" ? "the call below" : words;
      return `${more}  ${name.padEnd(width)}  ${shown}`;
    }),
    ...(call.fragment === undefined ? [`${more}  data  ${call.data}`] : []),
    ...call.inner.flatMap((inner) => callLines(inner, "> ", more)),
  ];
}

/** The text beside a batch file. Markdown, so that it can be read anywhere. */
export function batchText(name: string, meanings: readonly string[], reading: BatchReading, file: string): string {
  return [
    `# ${name}`,
    "",
    "What the writer says it is for:",
    "",
    ...meanings.map((meaning) => `- ${meaning}`),
    "",
    "What it does, read from its bytes:",
    "",
    "```text",
    reading.text,
    "```",
    "",
    `Trust neither this text nor who sent it: \`npm run safe -- show --file ${file}\` reads the batch again.`,
    "",
  ].join("\n");
}

/** A call as programs read it: names and words, nothing else. */
export interface ToldCall extends Pick<DecodedCall, "to" | "target" | "signature" | "data" | "role" | "alarms"> {
  readonly arguments: Readonly<Record<string, string>>;
  readonly inner: readonly ToldCall[];
}

export const toldCall = ({ to, target, signature, data, role, alarms, words, inner }: DecodedCall): ToldCall => ({
  ...{ to, target, signature, data, role, alarms },
  arguments: Object.fromEntries(words),
  inner: inner.map(toldCall),
});
