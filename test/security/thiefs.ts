import { ERC1967Proxy__factory, LimitsDouble__factory } from "../../typechain-types/index.js";
import type { Bank } from "../../src/chain/bank.js";
import type { Service } from "../support/serviceBank.js";
import { asService } from "./people.js";

/** Where an ERC-1967 proxy keeps its implementation. */
export const IMPLEMENTATION = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** What a thief can deploy without any role. */
export async function contractsOfTheThief(service: Service, bank: Bank) {
  const { of } = asService(service);
  const { usd, implementation } = await usdOf(service, bank);
  const { accessManager, partyRegistry } = bank.addresses;
  const init = usd.interface.encodeFunctionData("initialize", ["X", "X", 2, accessManager, partyRegistry, 86_400]);
  const token = await new ERC1967Proxy__factory(of("accomplice")).deploy(implementation, init);
  const limits = await new LimitsDouble__factory(of("accomplice")).deploy();
  const code = await of("accomplice").sendTransaction({ data: WRITER, to: null });
  return {
    implementation,
    /** a real token of this register that the bank has not listed */
    thiefsToken: String(token.target),
    /** lets everything pass */
    thiefsLimits: String(limits.target),
    /** code for a proxy that writes any slot */
    thiefsCode: (await code.wait())!.contractAddress!,
  };
}

async function usdOf(service: Service, bank: Bank) {
  const usd = bank.tokens["USD"]!;
  const slot = await service.chain.ethers.provider.getStorage(String(usd.target), IMPLEMENTATION);
  return { usd, implementation: `0x${slot.slice(26)}` };
}

/**
 * An implementation by which its upgrader writes what it likes: called with four bytes it answers ERC-1822's
 * `proxiableUUID`, called with more it stores pairs of slot and value. Written by hand, so that no build has it.
 */
const WRITER = `0x${[
  "60488060095f395ff3", // returns what follows as the code
  "600436146020575f", // four bytes: jump to the answer; else i = 0
  "5b36811015601e57", // while i < calldatasize
  "80602001358135556040016008565b00", // sstore(calldata[i], calldata[i + 32]); i += 64
  `5b7f${IMPLEMENTATION.slice(2)}5f5260205ff3`,
].join("")}`;
