import type { JsonRpcProvider } from "ethers";

import { buildMintOrder, mintBatchCall, signMintBatch, signMintOrder } from "../../src/chain/index.js";
import { type BenchChain, backPeers, CURRENCY, mintedNow, openProvider, reference } from "./chain.js";
import { creditOf, totalOf } from "./statement.js";

/** Deposits, and seconds from the first to the last. */
export interface Measured {
  readonly deposits: number;
  readonly seconds: number;
}

const payeeOf = ({ customers }: BenchChain, i: number): string => customers[i % customers.length]!.wallets[0].address;

/**
 * What people write first: `await contract.mint(...)` and `await tx.wait()`, one deposit after the other. At its best: approvals
 * are signed before the clock starts, no gas is estimated, a block is made for each transaction at once, and receipts are polled
 * every 10 ms.
 */
export async function plainLoop(chain: BenchChain, deposits: number): Promise<Measured> {
  const { bank, person } = chain;
  await backPeers(chain, totalOf(deposits));
  const orders = [];
  for (let i = 0; i < deposits; i++) {
    const order = await buildMintOrder(bank, {
      currency: CURRENCY,
      payee: payeeOf(chain, i),
      amount: creditOf(i),
      depositReference: reference(),
    });
    orders.push({ order, approval: await signMintOrder(bank, person("APPROVER"), order) });
  }
  const desk = bank.issuanceDesk.connect(person("ISSUER"));
  const started = performance.now();
  for (const { order, approval } of orders) {
    const tx = await desk.mint(order, approval.approver, approval.signature, { gasLimit: GAS.alone });
    await tx.wait();
  }
  const seconds = (performance.now() - started) / 1000;
  await requireMinted(chain, deposits);
  return { deposits, seconds };
}

/** Gas for a mint alone, for one item of a batch and for what comes with a batch, with room. */
const GAS = { alone: 250_000n, item: 60_000n, batch: 200_000n };

/**
 * What the node can do at all: the same batches, approved, encoded and signed before the clock starts, all given to the node at
 * once, until every receipt is in.
 */
export async function ceiling(chain: BenchChain, deposits: number, batchItems: number): Promise<Measured> {
  const { node } = chain;
  await backPeers(chain, totalOf(deposits));
  const raws = await signBatches(chain, deposits, batchItems);
  const provider = openProvider(node.url);
  const started = performance.now();
  const hashes = await Promise.all(
    raws.map((raw) => provider.send("eth_sendRawTransaction", [raw]) as Promise<string>),
  );
  for (const hash of hashes) await receipt(provider, hash);
  const seconds = (performance.now() - started) / 1000;
  provider.destroy();
  await requireMinted(chain, deposits);
  return { deposits, seconds };
}

/** Asks for one at a time: a node that answers questions mines nothing meanwhile. */
async function receipt(provider: JsonRpcProvider, hash: string): Promise<void> {
  for (;;) {
    const found = (await provider.send("eth_getTransactionReceipt", [hash])) as { status: string } | null;
    if (found?.status === "0x1") return;
    if (found !== null) throw new Error(`the batch in ${hash} reverted`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function signBatches(chain: BenchChain, deposits: number, batchItems: number): Promise<string[]> {
  const { bank, person, node } = chain;
  const issuer = person("ISSUER");
  const provider = openProvider(node.url);
  const [{ maxFeePerGas }, { chainId }, first] = await Promise.all([
    provider.getFeeData(),
    provider.getNetwork(),
    provider.getTransactionCount(issuer.address, "latest"),
  ]);
  const block = await provider.getBlock("latest");
  const raws: string[] = [];
  for (let start = 0; start < deposits; start += batchItems) {
    const items = Array.from({ length: Math.min(batchItems, deposits - start) }, (_, i) => ({
      payee: payeeOf(chain, start + i),
      amount: creditOf(start + i),
      depositReference: reference(),
    }));
    const batch = {
      token: String(bank.tokens[CURRENCY]!.target),
      items,
      count: BigInt(items.length),
      total: items.reduce((sum, { amount }) => sum + amount, 0n),
      expiry: BigInt(block!.timestamp + 3_600),
    };
    const call = mintBatchCall(bank, batch, await signMintBatch(bank, person("APPROVER"), batch));
    raws.push(
      await issuer.signTransaction({
        to: call.to,
        data: call.data,
        nonce: first + raws.length,
        chainId,
        type: 2,
        gasLimit: GAS.batch + GAS.item * BigInt(items.length),
        maxFeePerGas: maxFeePerGas! * 10n,
        maxPriorityFeePerGas: 1n,
      }),
    );
  }
  provider.destroy();
  return raws;
}

async function requireMinted(chain: BenchChain, deposits: number): Promise<void> {
  const minted = await mintedNow(chain);
  if (minted !== totalOf(deposits)) throw new Error(`${minted} minor units were minted of ${totalOf(deposits)}`);
}
