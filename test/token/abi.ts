import { expect } from "chai";
import { ZeroHash, type ParamType } from "ethers";
import { FUNCTION_ROLES } from "../../src/bank/roles.js";
import { TOKEN_ABI, WRITES } from "../support/functions.js";
import { holdId } from "../support/signing.js";
import { CONTRACTS, PEOPLE, useToken, VALID_UNTIL, type Account, type TokenFixture } from "../support/token.js";
import { Power, reference } from "../support/words.js";

const load = await useToken();

/** Arguments that decode, with these in place of some. */
function argumentsOf(inputs: readonly ParamType[], given: Record<string, unknown>): unknown[] {
  return inputs.map((input) => {
    if (input.name in given) return given[input.name];
    if (input.isTuple()) return argumentsOf(input.components, {});
    if (input.isArray()) return [];
    if (input.baseType === "address") return "0x" + "22".repeat(20);
    if (input.baseType === "string") return "";
    if (input.baseType === "bool") return false;
    if (input.baseType === "bytes") return "0x" + "00".repeat(65);
    if (input.baseType.startsWith("bytes")) return ZeroHash;
    return 0n;
  });
}

/** How the caller of a function is judged. A function without a row fails the first test. */
type Access =
  | "role" // a person, by the AccessManager: the role is in FUNCTION_ROLES
  | "register" // the bank's PartyRegistry
  | "issuer" // a contract with that power
  | "clearing"
  | "party of the hold" // payer, payee or notary
  | "signature" // anyone not blocked, with the customer's signature
  | "payee" // the payee, with the payer's signature
  | "own" // anyone, for its own money or allowance only
  | "spender" // a customer, within its allowance
  | "authority" // the AccessManager itself
  | "once"; // the proxy's constructor

const TYPED = "address,address,uint256,uint256,uint256,bytes32";

const ACCESS: Record<string, Access> = {
  "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)": "signature",
  "permit(address,address,uint256,uint256,bytes)": "signature",
  "transfer(address,uint256)": "own",
  "transfer(address,uint256,bytes)": "own",
  "transferFrom(address,address,uint256)": "spender",
  "transferFrom(address,address,uint256,bytes)": "spender",
  [`transferWithAuthorization(${TYPED},uint8,bytes32,bytes32)`]: "signature",
  [`transferWithAuthorization(${TYPED},bytes)`]: "signature",
  [`receiveWithAuthorization(${TYPED},uint8,bytes32,bytes32)`]: "payee",
  [`receiveWithAuthorization(${TYPED},bytes)`]: "payee",
  "cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)": "signature",
  "cancelAuthorization(address,bytes32,bytes)": "signature",
  admitContract: "role",
  approve: "own",
  assignHold: "party of the hold",
  attest: "role",
  blockWallet: "role",
  closeCorridors: "role",
  dismissContract: "role",
  executeHold: "party of the hold",
  executeSigned: "party of the hold",
  extendHold: "party of the hold",
  forceRelease: "role",
  forcedTransfer: "role",
  initialize: "once",
  mint: "issuer",
  mintBatch: "issuer",
  mintInterbank: "clearing",
  openCorridors: "role",
  pause: "role",
  placeHold: "party of the hold",
  placeHoldWithAuthorization: "signature",
  releaseHold: "party of the hold",
  sealHold: "party of the hold",
  setAuthority: "authority",
  setFrozenTokens: "role",
  setLimits: "role",
  setStanding: "register",
  transferBatch: "own",
  unblockWallet: "role",
  unpause: "role",
  upgradeToAndCall: "role",
  voidHold: "party of the hold",
};

describe("the ABI: who may call", () => {
  it("has a row for every function that changes state", () => {
    expect(Object.keys(ACCESS).sort()).to.deep.equal([...WRITES.keys()].sort());
  });

  it("gives a role to exactly the functions that deployments wire", () => {
    const restricted = Object.keys(ACCESS).filter((name) => ACCESS[name] === "role");
    expect(restricted.sort()).to.deep.equal(Object.keys(FUNCTION_ROLES.DepositToken).sort());
  });

  /** Calls the function with arguments that decode. */
  async function attempt(fixture: TokenFixture, name: string, caller: Account, given: Record<string, unknown> = {}) {
    const fragment = WRITES.get(name)!;
    const data = TOKEN_ABI.encodeFunctionData(fragment, argumentsOf(fragment.inputs, given));
    return caller.sendTransaction({ to: fixture.token, data });
  }

  const rows = (access: Access) => Object.keys(ACCESS).filter((name) => ACCESS[name] === access);

  for (const name of rows("role")) {
    const role = FUNCTION_ROLES.DepositToken[name];
    it(`${name}: ${role} and nobody else, not even the AccessManager's admin`, async () => {
      const fixture = await load();
      const { people, manager, token } = fixture;
      const others = Object.keys(people).filter((who) => PEOPLE[who as keyof typeof PEOPLE] !== role);
      expect(others).to.have.length(Object.keys(people).length - 1);
      for (const who of others) {
        const caller = people[who as keyof typeof people];
        await fixture.refuses(attempt(fixture, name, caller), "AccessManagedUnauthorized", caller);
      }
      const { selector } = WRITES.get(name)!;
      expect(await manager.getTargetFunctionRole(token, selector), "the admin role is no role").to.not.equal(0n);
    });
  }

  const powers = { register: 0n, issuer: Power.Issuer, clearing: Power.Clearing };
  for (const access of ["register", "issuer", "clearing"] as const) {
    for (const name of rows(access)) {
      it(`${name}: the ${access} and nobody else`, async () => {
        const fixture = await load();
        const { people } = fixture;
        const entitled = (who: string) =>
          access === "register"
            ? who === "registry"
            : (CONTRACTS[who as keyof typeof CONTRACTS] ?? 0n) & powers[access];
        for (const [who, caller] of Object.entries(people)) {
          if (entitled(who)) continue;
          await fixture.refuses(attempt(fixture, name, caller), "CallerNotAdmitted", caller);
        }
      });
    }
  }

  for (const name of rows("party of the hold")) {
    it(`${name}: a party of the hold, never a stranger`, async () => {
      const fixture = await load();
      const { stranger, relayer, carol, admin, legalOrders } = fixture;
      const open = name === "sealHold" ? await fixture.placedRedemption() : await fixture.placed({ assignable: true });
      const hold = name === "voidHold" ? await fixture.holdOf({ terms: reference("never placed") }) : open;
      for (const caller of [stranger, relayer, carol, admin, legalOrders]) {
        const call = attempt(fixture, name, caller, { hold, amount: 1n, hours_: 1n });
        await fixture.refuses(call, "HoldUnauthorized", holdId(hold), caller);
      }
    });
  }

  for (const name of rows("signature")) {
    it(`${name}: nobody without the customer's signature`, async () => {
      const fixture = await load();
      const { stranger, alice, holdOf } = fixture;
      const given = {
        owner: alice.address,
        from: alice.address,
        authorizer: alice.address,
        hold: await holdOf(),
        validBefore: VALID_UNTIL,
        deadline: VALID_UNTIL,
      };
      await fixture.refuses(attempt(fixture, name, stranger, given), "InvalidSignature", alice);
    });
  }

  for (const name of rows("payee")) {
    it(`${name}: the payee, with the payer's signature`, async () => {
      const fixture = await load();
      const { stranger, alice, bob } = fixture;
      const given = { from: alice.address, to: bob.address, validBefore: VALID_UNTIL };
      await fixture.refuses(attempt(fixture, name, stranger, given), "CallerMustBePayee", stranger, bob);
      await fixture.refuses(attempt(fixture, name, bob, given), "InvalidSignature", alice);
    });
  }

  for (const name of rows("own")) {
    it(`${name}: the caller's own and nothing else`, async () => {
      const fixture = await load();
      const { token, stranger, alice, bob } = fixture;
      const payments = [{ payee: bob.address, amount: 1n, paymentReference: ZeroHash }];
      const call = attempt(fixture, name, stranger, { to: bob.address, spender: bob.address, payments, amount: 1n });
      if (name === "approve") {
        await fixture.emits(call, ["Approval", stranger, bob, 0n]);
        expect(await token.allowance(alice, bob)).to.equal(0n);
      } else {
        await fixture.refuses(call, "ERC7943CannotSend", stranger);
      }
    });
  }

  for (const name of rows("spender")) {
    it(`${name}: a customer of the bank, within its allowance`, async () => {
      const fixture = await load();
      const { stranger, alice, bob, carol } = fixture;
      const given = { from: alice.address, to: bob.address, amount: 1n };
      await fixture.refuses(attempt(fixture, name, stranger, given), "SpenderNotAllowed", stranger);
      await fixture.refuses(attempt(fixture, name, carol, given), "ERC20InsufficientAllowance", carol, 0n, 1n);
    });
  }

  for (const name of rows("authority")) {
    it(`${name}: the AccessManager itself`, async () => {
      const fixture = await load();
      for (const caller of [fixture.stranger, fixture.admin, fixture.upgrader]) {
        await fixture.refuses(attempt(fixture, name, caller), "AccessManagedUnauthorized", caller);
      }
    });
  }

  for (const name of rows("once")) {
    it(`${name}: the proxy's constructor, once`, async () => {
      const fixture = await load();
      for (const caller of [fixture.stranger, fixture.admin, fixture.registry]) {
        await fixture.refuses(attempt(fixture, name, caller), "InvalidInitialization");
      }
    });
  }
});
