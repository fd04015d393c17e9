import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";
import type { Provider } from "ethers";

import { pay } from "../../src/chain/index.js";
import { NodeProvider } from "../../src/chain/nodeProvider.js";
import { type LogWords, rawCall, rawReceipt } from "../../src/chain/rawNode.js";
import { providerOf } from "../../src/chain/send.js";
import { useBank } from "./support.js";

const load = await useBank();

/** The same node without its own methods. */
function ethersOnly(provider: Provider): Provider {
  return {
    call: (request: object) => provider.call(request),
    getTransactionReceipt: (hash: string) => provider.getTransactionReceipt(hash),
  } as unknown as Provider;
}

const words = ({ address, topics, data, blockNumber, index }: LogWords) => ({
  address: address.toLowerCase(),
  topics: [...topics],
  data,
  blockNumber,
  index,
});

describe("The node's own methods", () => {
  it("give no receipt for what is in no block", async () => {
    const { bank } = await load();
    expect(await rawReceipt(providerOf(bank), `0x${"ab".repeat(32)}`)).to.equal(null);
  });

  it("give the receipt that ethers gives", async () => {
    const { bank, alice, bob } = await load();
    const { hash } = await pay(bank, alice, { currency: "USD", to: bob.address, amount: 7n, reference: "RE-1" });
    const [ours, theirs] = [
      await rawReceipt(providerOf(bank), hash),
      await providerOf(bank).getTransactionReceipt(hash),
    ];
    expect(ours).to.deep.include({ hash, blockNumber: theirs!.blockNumber, blockHash: theirs!.blockHash, status: 1 });
    expect(ours!.logs.map(words)).to.deep.equal(theirs!.logs.map(words)).and.have.length(2);
    const plain = await rawReceipt(ethersOnly(providerOf(bank)), hash);
    expect(plain!.logs.map(words)).to.deep.equal(ours!.logs.map(words));
  });

  it("ask at a block, or at the head, as ethers does", async () => {
    const { bank, alice, bob } = await load();
    const token = bank.tokens["USD"]!;
    const call = { to: String(token.target), data: token.interface.encodeFunctionData("balanceOf", [alice.address]) };
    const provider = providerOf(bank);
    const before = await provider.getBlockNumber();
    const balance = await token.balanceOf(alice.address);
    await pay(bank, alice, { currency: "USD", to: bob.address, amount: 7n });
    for (const node of [provider, ethersOnly(provider)]) {
      expect(BigInt(await rawCall(node, call, before))).to.equal(balance);
      expect(BigInt(await rawCall(node, call, "latest"))).to.equal(balance - 7n);
    }
  });
});

describe("NodeProvider", () => {
  /** Answers every request with this text. */
  async function answering(text: string, act: (provider: NodeProvider) => Promise<void>): Promise<void> {
    const server = createServer((_request, response) => response.end(text));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const provider = new NodeProvider(`http://127.0.0.1:${port}`, 31337, { staticNetwork: true, batchMaxCount: 1 });
    try {
      await act(provider);
    } finally {
      provider.destroy();
      server.close();
    }
  }
  const refusal = (provider: NodeProvider): Promise<string> =>
    provider.send("web3_clientVersion", []).then(
      () => "no error",
      (error: unknown) => (error as Error).message,
    );

  it("says what ethers says of an answer that is no JSON", async () => {
    await answering("<html>502 Bad Gateway</html>", async (provider) => {
      expect(await refusal(provider)).to.match(/not valid JSON/);
    });
  });

  it("says what the node refuses", async () => {
    const refused = { jsonrpc: "2.0", id: 1, error: { code: -32000, message: "nonce too low" } };
    await answering(JSON.stringify(refused), async (provider) => {
      expect(await refusal(provider)).to.match(/nonce too low/);
    });
  });

  it("reads text of every kind, alone or in a list", async () => {
    for (const list of [false, true]) {
      const answer = { jsonrpc: "2.0", id: 1, result: "Zürich 深圳 😀" };
      await answering(JSON.stringify(list ? [answer] : answer), async (provider) => {
        expect(await provider.send("web3_clientVersion", [])).to.equal("Zürich 深圳 😀");
      });
    }
  });
});
