import type { Provider } from "ethers";

import { rawCall } from "./rawNode.js";

/** Questions in one request: the code that asks them stays far under what nodes let a call create or spend. */
const AT_ONCE = 200;

export interface Questions {
  /** the contract that is asked */
  readonly target: string;
  /** of a view with one argument and one answer of 32 bytes: 0x and 8 digits */
  readonly selector: string;
  /** each 0x and 64 digits */
  readonly words: readonly string[];
  readonly block: number | "latest";
}

/**
 * Asks one view for many arguments in few requests, all at one block. One at a time would cost more than what is asked. The
 * node runs a piece of code that is deployed nowhere and creates nothing; a node that does not let it is asked one by one.
 * @returns answers in the order of the arguments
 */
export async function askMany(provider: Provider, questions: Questions): Promise<bigint[]> {
  const answers: bigint[] = [];
  // A block has a number before anything is asked, or the pages would be of different ones.
  const block = questions.block === "latest" ? await provider.getBlockNumber() : questions.block;
  for (let start = 0; start < questions.words.length; start += AT_ONCE) {
    const page = { ...questions, block, words: questions.words.slice(start, start + AT_ONCE) };
    answers.push(...((await together(provider, page)) ?? (await oneByOne(provider, page))));
  }
  return answers;
}

async function together(provider: Provider, { words, block, ...code }: Questions): Promise<bigint[] | undefined> {
  let answer: string;
  try {
    answer = await rawCall(provider, { data: questionCode({ ...code, words }) }, block);
  } catch {
    return undefined;
  }
  const found = answer.slice(2).match(/.{64}/g) ?? [];
  // The first word says that every single question was answered.
  if (found.length !== words.length + 1 || BigInt(`0x${found[0]!}`) !== 1n) return undefined;
  return found.slice(1).map((word) => BigInt(`0x${word}`));
}

async function oneByOne(provider: Provider, { target, selector, words, block }: Questions): Promise<bigint[]> {
  const ask = (word: string): Promise<string> =>
    rawCall(provider, { to: target, data: `${selector}${word.slice(2)}` }, block);
  return (await Promise.all(words.map(ask))).map(BigInt);
}

/**
 * EVM code, one block of it for each question: memory 0 to 36 holds the call, from 0x40 on stand the answers behind a word that is
 * 1 as long as every call gave 32 bytes.
 */
export function questionCode({ target, selector, words }: Omit<Questions, "block">): string {
  const hex = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, "0");
  const begin = `63${selector.slice(2)}60e01b600052` + `73${target.slice(2)}6001`;
  const asked = words.map((word, i) => {
    const call = `7f${word.slice(2)}600452` + `602062${hex(0x60 + 32 * i, 3)}60246000855afa`;
    return `${call}163d60201416`;
  });
  const end = `604052` + `62${hex(32 * (words.length + 1), 3)}6040f3`;
  return `0x${begin}${asked.join("")}${end}`.toLowerCase();
}
