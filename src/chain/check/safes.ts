import { Contract, getAddress } from "ethers";

import { type CheckContext, expectSame } from "./context.js";

/** What every Safe of every version answers. */
const SAFE_ABI = ["function getThreshold() view returns (uint256)", "function getOwners() view returns (address[])"];

/** Each multisig of the file is one, with exactly its owners and threshold: a role it holds is held by these people. */
export async function checkSafes(context: CheckContext): Promise<void> {
  const { bank, provider } = context;
  for (const { name, address, threshold, owners } of bank.safes) {
    const subject = `Safe ${name}`;
    if ((await provider.getCode(address)) === "0x") {
      context.report(subject, `there is no Safe at ${address}`, { now: "no code", wanted: `a Safe at ${address}` });
      continue;
    }
    const safe = new Contract(address, SAFE_ABI, provider);
    expectSame(context, subject, "its threshold", (await safe.getFunction("getThreshold")()) as bigint, threshold);
    const found = ((await safe.getFunction("getOwners")()) as string[]).map((owner) => getAddress(owner)).sort();
    expectSame(context, subject, "its owners", found.join(" "), [...owners].sort().join(" "));
  }
}
