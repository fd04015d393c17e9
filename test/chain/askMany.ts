import { expect } from "chai";
import { type Provider, zeroPadValue } from "ethers";

import { askMany, type Questions } from "../../src/chain/askMany.js";
import { pay } from "../../src/chain/index.js";
import { ALICE_BALANCE, bytes32, useBank } from "./support.js";

const PAGE = 200;

const load = await useBank();

describe("asking one view for many arguments", () => {
  /** Balances of many who have nothing, and of alice, who pays 1 away in the last block. */
  async function asked(strangers: number) {
    const { bank, chain, alice, bob } = await load();
    const provider = chain.ethers.provider as unknown as Provider;
    const before = await provider.getBlockNumber();
    await pay(bank, alice, { currency: "USD", to: bob.address, amount: 1n, reference: "RE-1" });
    const token = bank.tokens["USD"]!;
    const words = [...Array.from({ length: strangers }, (_, i) => bytes32(1_000 + i)), zeroPadValue(alice.address, 32)];
    const { selector } = token.interface.getFunction("balanceOf");
    const questions: Questions = { target: String(token.target), selector, words, block: "latest" };
    return { questions, before, nothing: words.slice(1).map(() => 0n), ...counting(provider) };
  }

  /** @param refuses whether the node runs no code that is deployed nowhere */
  function counting(provider: Provider, refuses = false) {
    const seen: { code: number; calls: number } = { code: 0, calls: 0 };
    const send = async (method: string, params: readonly unknown[]): Promise<unknown> => {
      const [call] = params as [{ to?: string }];
      if (method === "eth_call") seen[call.to === undefined ? "code" : "calls"]++;
      if (refuses && method === "eth_call" && call.to === undefined)
        throw new Error("contract creation is not allowed");
      return (provider as unknown as { send(method: string, params: readonly unknown[]): Promise<unknown> }).send(
        method,
        params,
      );
    };
    const counted = { send, getBlockNumber: () => provider.getBlockNumber() } as unknown as Provider;
    return { provider, counted, seen, refusing: () => counting(provider, true) };
  }

  it("takes a request for every two hundred, and answers in the order of the arguments", async () => {
    const { questions, counted, seen, nothing } = await asked(2 * PAGE);
    expect(await askMany(counted, questions)).to.deep.equal([...nothing, ALICE_BALANCE - 1n]);
    expect(seen).to.deep.equal({ code: 3, calls: 0 });
    expect(await askMany(counted, { ...questions, words: [] })).to.deep.equal([]);
  });

  it("answers as of the block", async () => {
    const { questions, counted, before, nothing } = await asked(3);
    expect(await askMany(counted, { ...questions, block: before })).to.deep.equal([...nothing, ALICE_BALANCE]);
  });

  it("asks one by one where the node runs no such code", async () => {
    const { questions, refusing, nothing } = await asked(3);
    const { counted, seen } = refusing();
    expect(await askMany(counted, questions)).to.deep.equal([...nothing, ALICE_BALANCE - 1n]);
    expect(seen).to.deep.equal({ code: 1, calls: 4 });
  });

  it("fails where the view does: an answer that there is not is no zero", async () => {
    const { questions, counted } = await asked(1);
    for (const wrong of [{ selector: "0x12345678" }, { target: `0x${"11".repeat(20)}` }, { block: 10_000 }]) {
      const error = await askMany(counted, { ...questions, ...wrong }).catch((caught: unknown) => caught);
      expect(error, JSON.stringify(wrong)).to.be.instanceOf(Error);
    }
  });
});
