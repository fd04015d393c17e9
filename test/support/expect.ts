import { expect } from "chai";
import { Result, type BaseContract, type TransactionResponse } from "ethers";

/** A value as ethers decodes it, or something that has an address. */
export type Value = bigint | string | boolean | { address: string } | BaseContract | readonly Value[];

export type Log = readonly [name: string, ...args: Value[]];

/** The call reverts with exactly this custom error of `contract` and these arguments. */
export async function expectRefusal(
  call: Promise<unknown>,
  contract: BaseContract,
  error: string,
  ...args: Value[]
): Promise<void> {
  await expect(call)
    .to.be.revertedWithCustomError(contract, error)
    .withArgs(...args.map(plain));
}

/** The transaction emits exactly these events of these contracts, in this order, and no other. */
export async function expectLogs(
  call: Promise<TransactionResponse>,
  contracts: BaseContract | BaseContract[],
  expected: readonly Log[],
): Promise<void> {
  expect(await logsOf(call, contracts)).to.deep.equal(expected.map(plain));
}

/** All events of a transaction, as [name, ...arguments]. */
export async function logsOf(
  call: Promise<TransactionResponse>,
  contracts: BaseContract | BaseContract[],
): Promise<unknown[]> {
  const byAddress = new Map([contracts].flat().map((contract) => [contract.target, contract.interface]));
  const receipt = await (await call).wait();
  return receipt!.logs.map((log) => {
    const parsed = byAddress.get(log.address)?.parseLog(log);
    return parsed ? [parsed.name, ...plainResult(parsed.args)] : ["unknown", log.address, ...log.topics];
  });
}

function plainResult(result: Result): unknown[] {
  return result.toArray().map((value: unknown) => (value instanceof Result ? plainResult(value) : value));
}

function plain(value: Value): unknown {
  if (typeof value !== "object") return value;
  if ("address" in value) return value.address;
  return Array.isArray(value) ? value.map(plain) : (value as BaseContract).target;
}
