import { expect } from "chai";
import { Interface, ZeroAddress, type FunctionFragment, type ParamType } from "ethers";
import { FUNCTION_ROLES, ROLES, type ManagedContract, type RoleName } from "../../src/bank/roles.js";
import { expectRefusal } from "../support/expect.js";
import { HOLDERS, ROLE_NAMES, useBank, type Bank } from "../issuance/support.js";
import type { Account } from "../support/token.js";

const load = await useBank();

const CONTRACTS = Object.keys(FUNCTION_ROLES) as ManagedContract[];
const contractOf = (
  { usd, registry, issuance, redemption, orders, pauses, resolution, successorDesk, limits, confirmed }: Bank,
  name: ManagedContract,
) =>
  ({
    DepositToken: usd,
    PartyRegistry: registry,
    IssuanceDesk: issuance,
    RedemptionDesk: redemption,
    Limits: limits,
    ConfirmedPayments: confirmed,
    LegalOrders: orders,
    PauseControl: pauses,
    Resolution: resolution,
    SuccessorIssuanceDesk: successorDesk,
  })[name];

const COMMON = {
  initialize: "once, by the proxy's constructor",
  setAuthority: "by the AccessManager itself",
};

/**
 * State-changing functions that no role guards, and what guards them instead. A function that is neither here nor in
 * FUNCTION_ROLES fails the test below.
 */
const UNRESTRICTED: Record<ManagedContract, Record<string, string>> = {
  DepositToken: {
    ...COMMON,
    transfer: "its caller's money",
    transferFrom: "the owner's allowance",
    transferBatch: "its caller's money",
    approve: "its caller's money",
    permit: "the owner's signature",
    transferWithAuthorization: "the payer's signature",
    receiveWithAuthorization: "the payer's signature, and the caller is the payee",
    cancelAuthorization: "the authorizer's signature",
    placeHold: "the caller is the payer",
    placeHoldWithAuthorization: "the payer's signature",
    executeSigned: "the caller is the hold's notary, with the payer's signature",
    executeHold: "the caller is the hold's notary",
    releaseHold: "notary or payee, or anyone after expiry",
    extendHold: "the caller is the payer",
    assignHold: "the caller is the payee",
    voidHold: "the caller is the payer",
    sealHold: "the caller is the hold's notary",
    setStanding: "the caller is the register",
    mint: "the caller has the local bit of an issuer",
    mintBatch: "the caller has the local bit of an issuer",
    mintInterbank: "the caller has the local bit of a clearing contract",
  },
  PartyRegistry: { ...COMMON, syncToken: "pushes nothing but the register's truth" },
  IssuanceDesk: COMMON,
  RedemptionDesk: {
    ...COMMON,
    request: "the payer's signature",
    cancel: "the caller is the payer",
    cancelWithAuthorization: "the payer's signature",
  },
  Limits: {
    setAuthority: COMMON.setAuthority,
    record: "writes under its caller's own name, where a stranger has no limits",
    enrol: "writes nothing but the register's truth",
  },
  ConfirmedPayments: {
    setAuthority: COMMON.setAuthority,
    pay: "the payer's and a confirmer's signatures",
    cancel: "the caller is the payer",
  },
  LegalOrders: {
    ...COMMON,
    sweep: "moves a retired wallet's money nowhere but to the wallet that the register names",
    refreeze: "writes nothing but the sum of the liens",
  },
  PauseControl: { setAuthority: "by the AccessManager itself" },
  Resolution: { setAuthority: COMMON.setAuthority },
  SuccessorIssuanceDesk: COMMON,
};

/** A zero of any ABI type: enough to get as far as the guard, which comes first. */
function zeroOf(type: ParamType): unknown {
  if (type.isArray()) return [];
  if (type.isTuple()) return type.components.map(zeroOf);
  if (type.type === "address") return ZeroAddress;
  if (type.type === "bool") return false;
  if (type.type === "string") return "";
  if (type.type === "bytes") return "0x";
  return type.type.startsWith("bytes") ? `0x${"00".repeat(Number(type.type.slice(5)))}` : 0n;
}

const isWrite = (fragment: unknown): fragment is FunctionFragment => {
  const { type, stateMutability } = fragment as FunctionFragment;
  return type === "function" && (stateMutability === "nonpayable" || stateMutability === "payable");
};
const writesOf = (abi: Interface): FunctionFragment[] => abi.fragments.filter(isWrite);

const rowsOf = (name: ManagedContract) => Object.entries(FUNCTION_ROLES[name]);

/** The selector with which the call was refused; empty if it was not, or if it was refused without data. */
async function refusalOf({ ethers }: Bank, from: Account, target: string, abi: Interface, fragment: FunctionFragment) {
  const data = abi.encodeFunctionData(fragment, fragment.inputs.map(zeroOf));
  try {
    await ethers.provider.call({ from: from.address, to: target, data });
    return "";
  } catch (problem) {
    return String((problem as { data?: string }).data ?? "").slice(0, 10);
  }
}

for (const name of CONTRACTS) {
  describe(`who may call ${name}`, () => {
    it("every state-changing function has a role or a reason to have none, and no row is stale", async () => {
      const { interface: abi } = contractOf(await load(), name);
      const written = new Set(writesOf(abi).map((fragment) => fragment.name));
      const listed = [...Object.keys(FUNCTION_ROLES[name]), ...Object.keys(UNRESTRICTED[name])];
      expect([...written].sort()).to.deep.equal(listed.sort());
    });

    it("no restricted function is overloaded: a row is one selector", async () => {
      const { interface: abi } = contractOf(await load(), name);
      for (const [method] of rowsOf(name)) {
        expect(writesOf(abi).filter((fragment) => fragment.name === method)).to.have.length(1);
      }
    });

    it("no restricted selector is left to the admin after wiring", async () => {
      const bank = await load();
      const contract = contractOf(bank, name);
      for (const [method, role] of rowsOf(name)) {
        const { selector } = contract.interface.getFunction(method as never) as FunctionFragment;
        const wired = await bank.manager.getTargetFunctionRole(contract, selector);
        expect(wired, method).to.equal(ROLES[role]);
        expect(wired, method).to.not.equal(0n);
      }
    });

    it("a stranger and the admin are refused exactly where a role guards", async () => {
      const bank = await load();
      const contract = contractOf(bank, name);
      const abi = new Interface(contract.interface.fragments);
      const unauthorized = abi.getError("AccessManagedUnauthorized")!.selector;
      for (const fragment of writesOf(abi)) {
        const guarded = fragment.name in FUNCTION_ROLES[name] || fragment.name === "setAuthority";
        for (const caller of [bank.stranger, bank.admin]) {
          const refusal = await refusalOf(bank, caller, contract.target as string, abi, fragment);
          expect(refusal === unauthorized, `${fragment.name} by ${caller.address}`).to.equal(guarded);
        }
      }
    });

    for (const [method, role] of rowsOf(name)) {
      it(`${method}: ${role}, and no other role`, async () => {
        const bank = await load();
        const contract = contractOf(bank, name);
        const abi = new Interface(contract.interface.fragments);
        const fragment = abi.getFunction(method)!;
        const unauthorized = abi.getError("AccessManagedUnauthorized")!.selector;
        const passing: RoleName[] = [];
        for (const holder of ROLE_NAMES) {
          const caller = bank.people[HOLDERS[holder]];
          const refusal = await refusalOf(bank, caller, contract.target as string, abi, fragment);
          if (refusal !== unauthorized) passing.push(holder);
        }
        expect(passing).to.deep.equal([role]);
      });
    }
  });
}

describe("the guards of what no role guards", () => {
  it("the lens writes nothing", async () => {
    const { lens } = await load();
    expect(writesOf(new Interface(lens.interface.fragments))).to.deep.equal([]);
  });

  it("nobody initialises a proxy again, or an implementation at all", async () => {
    const bank = await load();
    const { usd, registry, issuance, redemption, orders, stranger, manager, helpers } = bank;
    const slot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
    const authority = manager.target as string;
    for (const contract of [usd, registry, issuance, redemption, orders]) {
      const abi = new Interface(contract.interface.fragments);
      const args = abi.getFunction("initialize")!.inputs.map(zeroOf);
      if (args.length > 0) args[0] = contract === usd ? "Another" : authority;
      const data = abi.encodeFunctionData("initialize", args);
      const implementation = `0x${(await helpers.getStorageAt(contract.target as string, slot)).slice(26)}`;
      for (const to of [contract.target as string, implementation]) {
        await expectRefusal(stranger.sendTransaction({ to, data }), contract, "InvalidInitialization");
      }
    }
  });

  it("an authority is changed by the AccessManager only", async () => {
    const bank = await load();
    const { admin, manager, stranger, usd } = bank;
    for (const name of CONTRACTS) {
      const contract = contractOf(bank, name);
      const call = contract.connect(admin).setAuthority(stranger);
      await expectRefusal(call, contract, "AccessManagedUnauthorized", admin);
      expect(await contract.authority()).to.equal(manager.target);
    }
    await manager.connect(admin).updateAuthority(usd, usd);
    expect(await usd.authority()).to.equal(usd.target);
  });
});
