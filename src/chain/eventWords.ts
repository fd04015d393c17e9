import type { EventFragment } from "ethers";

import { checksummed } from "./checksum.js";
import type { LogWords } from "./rawNode.js";

/*
 * A batch of mints leaves two events for each item. Decoding them as ABI values in general costs more than minting them did,
 * so events that are words alone are read as words.
 */

/** How a word of a type is read; undefined for types that are more than one word, or need a sign. */
function readerOf(type: string): ((word: string) => unknown) | undefined {
  if (type === "address") return (word) => checksummed(`0x${word.slice(24)}`);
  if (type === "bytes32") return (word) => `0x${word}`;
  if (type === "bool") return (word) => BigInt(`0x${word}`) !== 0n;
  const bits = /^uint(\d+)$/.exec(type)?.[1];
  if (bits === undefined) return undefined;
  // A value that does not fit is nothing the contract wrote: ABI decoding cuts it as well.
  return (word) => BigInt.asUintN(Number(bits), BigInt(`0x${word}`));
}

interface Field {
  readonly name: string;
  readonly indexed: boolean;
  readonly read: (word: string) => unknown;
}

const known = new WeakMap<EventFragment, readonly Field[] | null>();

function fieldsOf(event: EventFragment): readonly Field[] | null {
  const found = known.get(event);
  if (found !== undefined) return found;
  const fields = event.inputs.flatMap(({ name, indexed, type }): Field[] => {
    const read = readerOf(type);
    return read === undefined || name === "" ? [] : [{ name, indexed: indexed === true, read }];
  });
  const all = fields.length === event.inputs.length ? fields : null;
  known.set(event, all);
  return all;
}

/**
 * The arguments of an event that has nothing but numbers without a sign, addresses, truth values and 32 bytes.
 * @returns undefined where it has anything else, or the log is not as long as its event says
 */
export function wordsOf(
  event: EventFragment,
  { topics, data }: Pick<LogWords, "topics" | "data">,
): Record<string, unknown> | undefined {
  const fields = fieldsOf(event);
  if (fields === null) return undefined;
  const indexed = fields.filter((field) => field.indexed).length;
  if (topics.length !== indexed + 1 || data.length !== 2 + 64 * (fields.length - indexed)) return undefined;
  const args: Record<string, unknown> = {};
  let [topic, word] = [1, 0];
  for (const { name, indexed: isTopic, read } of fields) {
    args[name] = read(isTopic ? topics[topic++]!.slice(2) : data.slice(2 + 64 * word, 2 + 64 * ++word));
  }
  return args;
}
