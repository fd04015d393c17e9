import { expect } from "chai";
import { ZeroAddress, ZeroHash, type FunctionFragment, type Interface, type ParamType } from "ethers";
import { FUNCTION_ROLES } from "../../src/bank/roles.js";
import { DepositToken__factory } from "../../typechain-types/index.js";
import { expectRefusal, type Log, type Value } from "../support/expect.js";
import { holdId, type Hold } from "../support/signing.js";
import {
  CONTRACTS,
  goodStanding,
  PEOPLE,
  useToken,
  VALID_UNTIL,
  type Account,
  type TokenFixture,
} from "../support/token.js";
import { MAX_AMOUNT, Operation, packStanding, Power, reason, reference } from "../support/words.js";

const load = await useToken();
type Sent = ReturnType<TokenFixture["pay"]>;

// --- the ABI ---

/** Every function that can change state, by name, or by name and types where it is overloaded. */
const FUNCTIONS = new Map<string, FunctionFragment>();
const abi: Interface = DepositToken__factory.createInterface();
const all = abi.fragments.filter((f): f is FunctionFragment => f.type === "function");
for (const fragment of all) {
  if (fragment.constant) continue;
  const overloaded = all.filter(({ name }) => name === fragment.name).length > 1;
  FUNCTIONS.set(overloaded ? fragment.format("sighash") : fragment.name, fragment);
}

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

// --- (a) who may call ---

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
    expect(Object.keys(ACCESS).sort()).to.deep.equal([...FUNCTIONS.keys()].sort());
  });

  it("gives a role to exactly the functions that deployments wire", () => {
    const restricted = Object.keys(ACCESS).filter((name) => ACCESS[name] === "role");
    expect(restricted.sort()).to.deep.equal(Object.keys(FUNCTION_ROLES.DepositToken).sort());
  });

  /** Calls the function with arguments that decode. */
  async function attempt(fixture: TokenFixture, name: string, caller: Account, given: Record<string, unknown> = {}) {
    const fragment = FUNCTIONS.get(name)!;
    const data = abi.encodeFunctionData(fragment, argumentsOf(fragment.inputs, given));
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
      const { selector } = FUNCTIONS.get(name)!;
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

// --- (b) what moves money, and the rules it obeys ---

const AMOUNT = 1_000n;
const BANK = { address: ZeroAddress };

/** What may be wrong. In every row the payer is alice and the payee is bob. */
const CONDITIONS = {
  "the payer's party is blocked": ({ alice, push }: TokenFixture) => push(alice, { blocked: true }),
  "the payer's wallet is blocked": ({ alice, compliance, as }: TokenFixture) => as(compliance).blockWallet(alice),
  "the payer's KYC has lapsed": ({ alice, expire }: TokenFixture) => expire(alice),
  "the payer's money is frozen": ({ alice, freeze }: TokenFixture) => freeze(alice, MAX_AMOUNT),
  "the payee's party is blocked": ({ bob, push }: TokenFixture) => push(bob, { blocked: true }),
  "the payee's wallet is blocked": ({ bob, compliance, as }: TokenFixture) => as(compliance).blockWallet(bob),
  "the payee's KYC has lapsed": ({ bob, expire }: TokenFixture) => expire(bob),
  "the corridor is closed": ({ compliance, as }: TokenFixture) => as(compliance).closeCorridors((1n << 225n) - 1n),
  "its operation is paused": async ({ pause }: TokenFixture) => {
    for (const operation of Object.values(Operation)) await pause(operation);
  },
};
type Condition = keyof typeof CONDITIONS;

type Outcome = readonly [error: string, ...args: Value[]] | { emits: Log } | "goes on";
type Outcomes = Record<Condition, Outcome>;

/** A movement from alice to bob that obeys every rule. */
function everyRule({ alice, bob }: TokenFixture, operation: number): Outcomes {
  const cannotSend = ["ERC7943CannotSend", alice] as const;
  const cannotReceive = ["ERC7943CannotReceive", bob] as const;
  return {
    "the payer's party is blocked": cannotSend,
    "the payer's wallet is blocked": cannotSend,
    "the payer's KYC has lapsed": cannotSend,
    "the payer's money is frozen": ["ERC7943InsufficientUnfrozenBalance", alice, AMOUNT, 0n],
    "the payee's party is blocked": cannotReceive,
    "the payee's wallet is blocked": cannotReceive,
    "the payee's KYC has lapsed": cannotReceive,
    "the corridor is closed": ["ERC7943CannotTransfer", alice, bob, AMOUNT],
    "its operation is paused": ["OperationPaused", BigInt(operation)],
  };
}

const NO_RULE = Object.fromEntries(Object.keys(CONDITIONS).map((name) => [name, "goes on"])) as Outcomes;

/** What an ordinary transfer obeys, by the caller's own hand. */
const asTransfer = (fixture: TokenFixture) => everyRule(fixture, Operation.Transfer);

/** A redemption: only a block or a lien of the payer's stops it. */
function asRedemption(fixture: TokenFixture): Outcomes {
  const ordinary = everyRule(fixture, Operation.Execute);
  return {
    ...NO_RULE,
    "the payer's party is blocked": ordinary["the payer's party is blocked"],
    "the payer's wallet is blocked": ordinary["the payer's wallet is blocked"],
    "the payer's money is frozen": ordinary["the payer's money is frozen"],
  };
}

/** A mint: the payee's rules, and the bank's own row of corridors. */
function asMint(fixture: TokenFixture): Outcomes {
  return {
    ...everyRule(fixture, Operation.Mint),
    "the payer's party is blocked": "goes on",
    "the payer's wallet is blocked": "goes on",
    "the payer's KYC has lapsed": "goes on",
    "the payer's money is frozen": "goes on",
    "the corridor is closed": ["ERC7943CannotTransfer", BANK, fixture.bob, AMOUNT],
  };
}

interface Mover {
  /** A key of FUNCTIONS. */
  fn: string;
  /** Which use of the function, where it has several. */
  use?: string;
  /** Done before anything is wrong; returns the act itself. */
  prepare: (fixture: TokenFixture) => Promise<() => Sent>;
  outcomes: (fixture: TokenFixture) => Outcomes;
}

/** A mover that acts on a hold of alice's for bob, placed before. */
const onHold = (
  fn: string,
  changes: (fixture: TokenFixture) => Partial<Hold>,
  act: (fixture: TokenFixture, hold: Hold) => Sent,
  outcomes: Mover["outcomes"],
  use?: string,
): Mover => ({
  fn,
  ...(use && { use }),
  prepare: async (fixture) => {
    const hold = await fixture.placed({ amount: AMOUNT, ...changes(fixture) });
    return () => act(fixture, hold);
  },
  outcomes,
});

const redemption = ({ desk }: TokenFixture) => ({ payee: ZeroAddress, notary: desk.address });

const MOVERS: Mover[] = [
  {
    fn: "transfer(address,uint256)",
    prepare:
      async ({ alice, bob, pay }) =>
      () =>
        pay(alice, bob, AMOUNT),
    outcomes: asTransfer,
  },
  {
    fn: "transfer(address,uint256,bytes)",
    prepare:
      async ({ alice, bob, as }) =>
      () =>
        as(alice)["transfer(address,uint256,bytes)"](bob, AMOUNT, "0x01"),
    outcomes: asTransfer,
  },
  {
    fn: "transferFrom(address,address,uint256)",
    prepare: async ({ alice, bob, carol, as, payFrom }) => {
      await as(alice).approve(carol, AMOUNT);
      return () => payFrom(carol, alice, bob, AMOUNT);
    },
    outcomes: asTransfer,
  },
  {
    fn: "transferFrom(address,address,uint256,bytes)",
    prepare: async ({ alice, bob, carol, as }) => {
      await as(alice).approve(carol, AMOUNT);
      return () => as(carol)["transferFrom(address,address,uint256,bytes)"](alice, bob, AMOUNT, "0x01");
    },
    outcomes: asTransfer,
  },
  {
    fn: "transferBatch",
    prepare:
      async ({ alice, bob, as }) =>
      () =>
        as(alice).transferBatch([{ payee: bob.address, amount: AMOUNT, paymentReference: ZeroHash }]),
    outcomes: asTransfer,
  },
  ...(["transfer", "receive"] as const).flatMap((act) =>
    (["v, r, s", "bytes"] as const).map((form): Mover => ({
      fn: `${act}WithAuthorization(${TYPED},${form === "bytes" ? "bytes" : "uint8,bytes32,bytes32"})`,
      prepare: async (fixture) => {
        const { alice, bob, relayer, authorizationOf, signed, authorized } = fixture;
        const message = await authorizationOf(alice, bob, AMOUNT);
        const type = act === "transfer" ? "TransferWithAuthorization" : "ReceiveWithAuthorization";
        const signature = await signed(alice, type, message);
        return () => authorized(act, act === "transfer" ? relayer : bob, message, signature, form);
      },
      outcomes: (fixture) => {
        if (act === "transfer") return asTransfer(fixture);
        // The payee submits it itself, and a blocked account submits nothing.
        const blocked = ["RelayerBlocked", fixture.bob] as const;
        return {
          ...asTransfer(fixture),
          "the payee's party is blocked": blocked,
          "the payee's wallet is blocked": blocked,
        };
      },
    })),
  ),
  {
    fn: "placeHold",
    prepare: async ({ alice, as, holdOf }) => {
      const hold = await holdOf({ amount: AMOUNT });
      return () => as(alice).placeHold(hold);
    },
    outcomes: (fixture) => everyRule(fixture, Operation.Place),
  },
  {
    fn: "placeHold",
    use: "a redemption",
    prepare: async ({ alice, as, redemptionOf }) => {
      const hold = await redemptionOf({ amount: AMOUNT });
      return () => as(alice).placeHold(hold);
    },
    outcomes: asRedemption,
  },
  {
    fn: "placeHoldWithAuthorization",
    prepare: async ({ alice, relayer, as, holdOf, signed }) => {
      const hold = await holdOf({ amount: AMOUNT });
      const signature = await signed(alice, "Hold", hold);
      return () => as(relayer).placeHoldWithAuthorization(hold, signature);
    },
    outcomes: (fixture) => everyRule(fixture, Operation.Place),
  },
  {
    fn: "executeSigned",
    prepare: async ({ alice, notary, as, holdOf, signed }) => {
      const hold = await holdOf({ amount: AMOUNT });
      const signature = await signed(alice, "Hold", hold);
      return () => as(notary).executeSigned(hold, signature);
    },
    outcomes: (fixture) => everyRule(fixture, Operation.Place),
  },
  {
    fn: "executeSigned",
    use: "a redemption",
    prepare: async ({ alice, desk, as, redemptionOf, signed }) => {
      const hold = await redemptionOf({ amount: AMOUNT });
      const signature = await signed(alice, "Hold", hold);
      return () => as(desk).executeSigned(hold, signature);
    },
    outcomes: asRedemption,
  },
  onHold(
    "executeSigned",
    () => ({}),
    ({ as, notary }, hold) => as(notary).executeSigned(hold, "0x"),
    (fixture) => ({ ...everyRule(fixture, Operation.Execute), "the payer's KYC has lapsed": "goes on" }),
    "a hold placed before",
  ),
  onHold(
    "executeHold",
    () => ({}),
    ({ as, notary }, hold) => as(notary).executeHold(hold, AMOUNT),
    (fixture) => ({ ...everyRule(fixture, Operation.Execute), "the payer's KYC has lapsed": "goes on" }),
  ),
  onHold(
    "executeHold",
    redemption,
    ({ as, desk }, hold) => as(desk).executeHold(hold, AMOUNT),
    asRedemption,
    "a redemption",
  ),
  {
    fn: "executeHold",
    use: "a sealed redemption",
    prepare: async ({ desk, as, sealedRedemption }) => {
      const hold = await sealedRedemption({ amount: AMOUNT });
      return () => as(desk).executeHold(hold, AMOUNT);
    },
    outcomes: () => NO_RULE,
  },
  onHold("sealHold", redemption, ({ as, desk }, hold) => as(desk).sealHold(hold), asRedemption),
  {
    fn: "assignHold",
    // Carol owes alice, who makes bob the payee in her place.
    prepare: async ({ alice, bob, carol, as, pay, placed }) => {
      await pay(alice, carol, AMOUNT);
      const hold = await placed({
        payer: carol.address,
        payee: alice.address,
        amount: AMOUNT,
        assignable: true,
      });
      return () => as(alice).assignHold(hold, bob);
    },
    outcomes: (fixture) => ({
      ...everyRule(fixture, Operation.Place),
      "the payer's money is frozen": "goes on",
      "the corridor is closed": ["ERC7943CannotTransfer", fixture.carol, fixture.bob, AMOUNT],
    }),
  },
  onHold(
    "releaseHold",
    () => ({}),
    ({ as, bob }, hold) => as(bob).releaseHold(hold, AMOUNT),
    () => NO_RULE,
  ),
  onHold(
    "forceRelease",
    () => ({}),
    ({ as, legalOrders }, hold) => as(legalOrders).forceRelease(hold),
    () => NO_RULE,
  ),
  {
    fn: "mint",
    prepare:
      async ({ bob, mint }) =>
      () =>
        mint(bob, AMOUNT),
    outcomes: asMint,
  },
  {
    fn: "mintInterbank",
    prepare:
      async ({ bob, clearing, as }) =>
      () =>
        as(clearing).mintInterbank(bob, AMOUNT, reference("uetr"), 1n),
    outcomes: asMint,
  },
  {
    fn: "mintBatch",
    prepare:
      async ({ bob, issuer, as }) =>
      () =>
        as(issuer).mintBatch([{ payee: bob.address, amount: AMOUNT, depositReference: reference("batch") }]),
    outcomes: (fixture) => {
      const refused = (cause: Parameters<typeof reason>[0]) => ({
        emits: ["MintRefused", reference("batch"), fixture.bob, AMOUNT, reason(cause)] as const,
      });
      return {
        ...asMint(fixture),
        "the payee's party is blocked": refused("PayeeBlocked"),
        "the payee's wallet is blocked": refused("PayeeBlocked"),
        "the payee's KYC has lapsed": refused("PayeeExpired"),
        "the corridor is closed": refused("CorridorDenied"),
      };
    },
  },
  {
    fn: "forcedTransfer",
    prepare:
      async ({ alice, bob, legalOrders, as }) =>
      () =>
        as(legalOrders).forcedTransfer(alice, bob, AMOUNT),
    outcomes: (fixture) => {
      const ordinary = asTransfer(fixture);
      return {
        ...NO_RULE,
        "the payee's party is blocked": ordinary["the payee's party is blocked"],
        "the payee's wallet is blocked": ordinary["the payee's wallet is blocked"],
        "the payee's KYC has lapsed": ordinary["the payee's KYC has lapsed"],
      };
    },
  },
];

/** Functions that move, earmark, assign, release, mint or burn nothing. */
const MOVE_NOTHING = [
  "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)",
  "permit(address,address,uint256,uint256,bytes)",
  "cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)",
  "cancelAuthorization(address,bytes32,bytes)",
  "admitContract",
  "approve",
  "attest",
  "blockWallet",
  "closeCorridors",
  "dismissContract",
  "extendHold",
  "initialize",
  "openCorridors",
  "pause",
  "setAuthority",
  "setFrozenTokens",
  "setLimits",
  "setStanding",
  "unblockWallet",
  "unpause",
  "upgradeToAndCall",
  "voidHold",
];

describe("the ABI: what moves money obeys block, lien, KYC, corridor and pause", () => {
  it("has a row for every function, among those that move money or among those that do not", () => {
    const movers = new Set(MOVERS.map(({ fn }) => fn));
    expect([...movers].filter((fn) => MOVE_NOTHING.includes(fn))).to.deep.equal([]);
    expect([...movers, ...MOVE_NOTHING].sort()).to.deep.equal([...FUNCTIONS.keys()].sort());
  });

  for (const { fn, use, prepare, outcomes } of MOVERS) {
    describe(`${fn}${use ? `, ${use}` : ""}`, () => {
      it("goes on when nothing is wrong, and does something", async () => {
        const fixture = await load();
        const act = await prepare(fixture);
        expect((await (await act()).wait())!.logs).to.not.have.length(0);
      });

      for (const condition of Object.keys(CONDITIONS) as Condition[]) {
        it(`when ${condition}`, async () => {
          const fixture = await load();
          const act = await prepare(fixture);
          await CONDITIONS[condition](fixture);
          const outcome = outcomes(fixture)[condition];
          if (outcome === "goes on") {
            expect((await (await act()).wait())!.logs).to.not.have.length(0);
          } else if ("emits" in outcome) {
            await fixture.emits(act(), outcome.emits);
          } else {
            const [error, ...args] = outcome;
            await expectRefusal(act(), fixture.token, error, ...args);
          }
        });
      }
    });
  }

  it("knows alice and bob as ordinary customers, so that each condition is the only thing wrong", async () => {
    const { alice, bob, accountOf } = await load();
    const [payer, payee] = [await accountOf(alice), await accountOf(bob)];
    expect([payer.standing, payee.standing]).to.deep.equal([
      packStanding(goodStanding(1)),
      packStanding(goodStanding(2)),
    ]);
    expect([payer.local, payee.local, payer.frozen, payee.frozen]).to.deep.equal([0n, 0n, 0n, 0n]);
  });
});
