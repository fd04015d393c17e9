import { concat, dataSlice, getAddress, Interface, zeroPadValue } from "ethers";
import type { Artifact } from "hardhat/types/artifacts";

import type { ManagedContract } from "../../bank/roles.js";
import { MANAGED_ABIS, managedContracts, PROXIED } from "../setup.js";
import { deskAddress } from "../../settlement/desks.js";
import { emptyCall } from "./emptyCall.js";
import { addressOf, type CheckContext, subjectOf } from "./context.js";

/** Where an ERC-1967 proxy keeps its implementation. */
export const IMPLEMENTATION = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** What the constructors of contracts without a proxy are given: it may stand in their code. */
const CONSTRUCTED: Partial<Record<ManagedContract, (context: CheckContext) => readonly string[]>> = {
  Limits: ({ suite: { addresses } }) => [addresses.accessManager, addresses.partyRegistry],
  ConfirmedPayments: ({ suite: { addresses } }) => [addresses.accessManager, addresses.partyRegistry],
  PauseControl: ({ suite: { addresses } }) => [addresses.accessManager, addresses.resolution],
  Resolution: ({ suite: { addresses } }) => [addresses.accessManager],
};

/**
 * Every address has the code of this build, every proxy an implementation that nobody can initialise, and all tokens the
 * same one. Code is compared only when the build is given.
 */
export async function checkCode(context: CheckContext): Promise<void> {
  const { addresses } = context.suite;
  await compare(context, "AccessManager", addresses.accessManager, "AccessManager");
  await compare(context, "TransferLens", addresses.transferLens, "TransferLens");
  const managed = managedContracts(context.bank);
  for (const { name, kind } of managed.filter((contract) => !PROXIED.includes(contract.kind))) {
    await compareConstructed(context, subjectOf(name), addressOf(context, name), kind);
  }
  for (const name of context.bank.desks) {
    // Its address is made of its code: whoever finds code there has found this build's desk.
    if ((await context.provider.getCode(deskAddress(name))) === "0x")
      context.report(name, `there is no desk at ${deskAddress(name)}`, { now: "no code", wanted: deskAddress(name) });
  }
  const implementations = new Map<string, string>();
  for (const { name, kind } of managed.filter((contract) => PROXIED.includes(contract.kind))) {
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

/** As `compare`, where constructor arguments stand in the code: the constructor is run again, on the node, for nothing. */
async function compareConstructed(
  context: CheckContext,
  subject: string,
  address: string,
  kind: ManagedContract,
): Promise<void> {
  const code = await context.provider.getCode(address);
  if (code === "0x") return context.report(subject, `there is no code at ${address}`);
  if (context.options.artifacts === undefined) return;
  const { abi, bytecode } = await context.options.artifacts.readArtifact(kind);
  const args = CONSTRUCTED[kind]!(context);
  const expected = await context.provider.call({ data: concat([bytecode, new Interface(abi).encodeDeploy(args)]) });
  if (code !== expected) context.report(subject, `the code at ${address} is not ${kind} of this build for this suite`);
}

/** Runtime code as deployed, of contracts whose only immutable is UUPS's own address. */
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
  kind: ManagedContract,
): Promise<void> {
  const abi: Interface = MANAGED_ABIS[kind];
  const wanted = abi.getError("InvalidInitialization")!.selector;
  const answer = await emptyCall(context.provider, address, abi.getFunction("initialize")!);
  if (answer !== wanted) context.report(subject, `initialize at ${address} is not locked`);
}
