import { dataSlice, getAddress, type Interface, zeroPadValue } from "ethers";
import type { Artifact } from "hardhat/types/artifacts";

import { MANAGED_ABIS, managedContracts } from "../setup.js";
import { emptyCall } from "./emptyCall.js";
import { addressOf, type CheckContext, subjectOf } from "./context.js";

/** Where an ERC-1967 proxy keeps its implementation. */
const IMPLEMENTATION = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/**
 * Every address has the code of this build, every proxy an implementation that nobody can initialise, and all tokens the
 * same one. Code is compared only when the build is given.
 */
export async function checkCode(context: CheckContext): Promise<void> {
  const { addresses } = context.suite;
  await compare(context, "AccessManager", addresses.accessManager, "AccessManager");
  await compare(context, "TransferLens", addresses.transferLens, "TransferLens");
  const implementations = new Map<string, string>();
  for (const { name, kind } of managedContracts(context.bank)) {
    const proxy = addressOf(context, name);
    await compare(context, `${subjectOf(name)}'s proxy`, proxy, "ERC1967Proxy");
    const implementation = getAddress(dataSlice(await context.provider.getStorage(proxy, IMPLEMENTATION), 12));
    await compare(context, `${subjectOf(name)}'s implementation`, implementation, kind);
    await requireLocked(context, subjectOf(name), proxy, kind);
    await requireLocked(context, `${subjectOf(name)}'s implementation`, implementation, kind);
    const first = implementations.get(kind);
    if (first !== undefined && first !== implementation) {
      context.report(subjectOf(name), `its implementation ${implementation} is not that of the other tokens, ${first}`);
    }
    implementations.set(kind, first ?? implementation);
  }
}

async function compare(context: CheckContext, subject: string, address: string, contract: string): Promise<void> {
  const code = await context.provider.getCode(address);
  if (code === "0x") {
    context.report(subject, `there is no code at ${address}`);
  } else if (context.options.artifacts !== undefined) {
    const expected = expectedCode(await context.options.artifacts.readArtifact(contract), address);
    if (code !== expected) context.report(subject, `the code at ${address} is not ${contract} of this build`);
  }
}

/** Runtime code as deployed: the only immutable of the suite is UUPS's own address. */
function expectedCode({ deployedBytecode, immutableReferences = {} }: Artifact, address: string): string {
  const self = zeroPadValue(address, 32).slice(2).toLowerCase();
  return Object.values(immutableReferences)
    .flat()
    .reduce((code, { start, length }) => {
      const at = 2 + start * 2;
      return code.slice(0, at) + self.slice(-length * 2) + code.slice(at + length * 2);
    }, deployedBytecode);
}

/** `initialize` must fail for good, on proxies (done) and on implementations (locked). */
async function requireLocked(
  context: CheckContext,
  subject: string,
  address: string,
  kind: keyof typeof MANAGED_ABIS,
): Promise<void> {
  const abi: Interface = MANAGED_ABIS[kind];
  const initialize = abi.getFunction("initialize");
  // What stands behind no proxy was initialised by its constructor.
  if (initialize === null) return;
  const wanted = abi.getError("InvalidInitialization")!.selector;
  const answer = await emptyCall(context.provider, address, initialize);
  if (answer !== wanted) context.report(subject, `initialize at ${address} is not locked`);
}
