import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { expectRefusal, logsOf, type Log } from "../support/expect.js";
import { WRITES } from "../support/functions.js";
import { holdId, type Hold } from "../support/signing.js";
import { goodStanding, useToken, type TokenFixture } from "../support/token.js";
import {
  corridors,
  MAX_AMOUNT,
  Operation,
  packStanding,
  reason,
  reference,
  type ReasonName,
} from "../support/words.js";

const load = await useToken();
type Sent = ReturnType<TokenFixture["pay"]>;
type Limits = Awaited<ReturnType<TokenFixture["installLimits"]>>;

const AMOUNT = 1_000n;
const TYPED = "address,address,uint256,uint256,uint256,bytes32";

/*
 * Every path by which value moves, is earmarked or let go, against everything that may be wrong. In every row alice has
 * the money and bob is to have it, one thing is wrong at a time, and the cell says what happens:
 *
 *   -           it goes on
 *   successor   it goes on, and the money goes to the wallet that stands for the lost one
 *   send        ERC7943CannotSend of alice
 *   receive     ERC7943CannotReceive of bob
 *   way         ERC7943CannotTransfer of the pair
 *   lien        ERC7943InsufficientUnfrozenBalance of alice
 *   limits      the Limits contract's own error
 *   relayer     RelayerBlocked of bob, who submits it himself
 *   stranger    HoldUnauthorized: a lost payee is no party of the hold any more
 *   Transfer, Place, Execute, Mint    OperationPaused of that operation
 *   a Reason    the item of the batch is refused for it, and the batch goes on
 */
const TABLE = `
                                     | the payer's                     | the payee's                       | the pair      | the bank's Limits | all
                                     | party wallet KYC  lost     lien | party   wallet  KYC     lost      | closed review | refuse missing | paused
transfer                             | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Transfer
transfer with a reference            | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Transfer
transferFrom                         | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Transfer
transferFrom with a reference        | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Transfer
transferBatch                        | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Transfer
permit by r, s, v, then transferFrom | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Transfer
permit by bytes, then transferFrom   | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Transfer
transferWithAuthorization by r, s, v | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Transfer
transferWithAuthorization by bytes   | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Transfer
receiveWithAuthorization by r, s, v  | send  send   send send     lien | relayer relayer receive receive   | way    limits | limits way     | Transfer
receiveWithAuthorization by bytes    | send  send   send send     lien | relayer relayer receive receive   | way    limits | limits way     | Transfer
placeHold                            | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Place
placeHold, a redemption              | send  send   -    send     lien | -       -       -       -         | -      -      | -      -       | -
placeHold, a burn between banks      | send  send   send send     lien | -       -       -       -         | -      -      | limits way     | Place
placeHoldWithAuthorization           | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Place
executeSigned                        | send  send   send send     lien | receive receive receive receive   | way    limits | limits way     | Place
executeSigned, a redemption          | send  send   -    send     lien | -       -       -       -         | -      -      | -      -       | -
executeSigned, placed before         | send  send   -    -        lien | receive receive receive successor | way    limits | limits way     | Execute
executeHold                          | send  send   -    -        lien | receive receive receive successor | way    limits | limits way     | Execute
executeHold, a redemption            | send  send   -    -        lien | -       -       -       -         | -      -      | -      -       | -
executeHold, a burn between banks    | send  send   -    -        lien | -       -       -       -         | -      -      | -      -       | Execute
executeHold, a sealed redemption     | -     -      -    -        -    | -       -       -       -         | -      -      | -      -       | -
sealHold                             | send  send   -    -        lien | -       -       -       -         | -      -      | -      -       | -
assignHold                           | send  send   send stranger -    | receive receive receive receive   | way    limits | -      -       | Place
extendHold                           | send  send   -    send     -    | -       -       -       -         | -      -      | -      -       | -
releaseHold by the payee             | -     -      -    -        -    | -       -       -       stranger  | -      -      | -      -       | -
releaseHold by the notary            | -     -      -    -        -    | -       -       -       -         | -      -      | -      -       | -
releaseHold, a sealed redemption     | -     -      -    -        -    | -       -       -       -         | -      -      | -      -       | -
forceRelease                         | -     -      -    -        -    | -       -       -       -         | -      -      | -      -       | -
forcedTransfer                       | -     -      -    -        -    | receive receive receive receive   | -      -      | -      -       | -
forcedTransfer to nobody             | -     -      -    -        -    | -       -       -       -         | -      -      | -      -       | -
mint                                 | -     -      -    -        -    | receive receive receive receive   | way    way    | way    way     | Mint
mintBatch                            | -     -      -    -        -    | PayeeBlocked PayeeBlocked PayeeExpired PayeeRetired | CorridorDenied ClearanceMissing | PayeeLimit LimitsMissing | Mint
mintInterbank                        | -     -      -    -        -    | receive receive receive receive   | way    way    | way    way     | Mint
`;

/** What may be wrong, in the order of the columns. */
const CONDITIONS: ReadonlyArray<[title: string, spoil: (fixture: TokenFixture) => Promise<unknown>]> = [
  ["the payer's party is blocked", ({ alice, push }) => push(alice, { blocked: true })],
  ["the payer's wallet is blocked", ({ alice, compliance, as }) => as(compliance).blockWallet(alice)],
  ["the payer's KYC has lapsed", ({ alice, expire }) => expire(alice)],
  ["the payer's wallet was lost", ({ alice, erin, retire }) => retire(alice, erin)],
  ["the payer's money is frozen", ({ alice, freeze }) => freeze(alice, MAX_AMOUNT)],
  ["the payee's party is blocked", ({ bob, push }) => push(bob, { blocked: true })],
  ["the payee's wallet is blocked", ({ bob, compliance, as }) => as(compliance).blockWallet(bob)],
  ["the payee's KYC has lapsed", ({ bob, expire }) => expire(bob)],
  ["the payee's wallet was lost", ({ bob, carol, retire }) => retire(bob, carol)],
  ["the corridor is closed", ({ compliance, as }) => as(compliance).closeCorridors(EVERY_CORRIDOR)],
  [
    "the corridor is under review and nobody cleared the payment",
    async ({ compliance, policyAdmin, as, installLimits }) => {
      await as(compliance).closeCorridors(EVERY_CORRIDOR);
      await as(policyAdmin).openCorridors(0n, corridors([0, 2], [1, 2]));
      return installLimits(reason("ClearanceMissing"));
    },
  ],
  [
    "a limit would be passed",
    async ({ alice, bob, push, installLimits }) => {
      for (const side of [alice, bob]) await push(side, { limited: true });
      return installLimits(reason("PayeeLimit"));
    },
  ],
  [
    "both have limits and there is no Limits contract",
    async ({ alice, bob, push }) => {
      for (const side of [alice, bob]) await push(side, { limited: true });
    },
  ],
  [
    "everything is paused",
    async ({ pause }) => {
      for (const operation of Object.values(Operation)) await pause(operation);
    },
  ],
];
const EVERY_CORRIDOR = (1n << 225n) - 1n;

/** A path: what is done before anything is wrong, which returns the act itself. */
interface Path {
  /** The function of the token that it is, as in the ABI. */
  fn: string;
  /** From whom the corridor is judged, if not from alice. */
  from?: (fixture: TokenFixture) => { address: string };
  /** The hold that the act is on, for the errors that name it. */
  prepare: (fixture: TokenFixture) => Promise<{ act: () => Sent; hold?: Hold }>;
}

const path = (fn: string, prepare: (fixture: TokenFixture) => Promise<() => Sent> | (() => Sent)): Path => ({
  fn,
  prepare: async (fixture) => ({ act: await prepare(fixture) }),
});

/** A path on a hold of alice's for bob, placed before. */
const onHold = (
  fn: string,
  act: (fixture: TokenFixture, hold: Hold) => Sent,
  changes: (fixture: TokenFixture) => Partial<Hold> = () => ({}),
): Path => ({
  fn,
  prepare: async (fixture) => {
    const hold = await fixture.placed({ amount: AMOUNT, ...changes(fixture) });
    return { hold, act: () => act(fixture, hold) };
  },
});

const redemption = ({ desk }: TokenFixture) => ({ payee: ZeroAddress, notary: desk.address });
const betweenBanks = ({ clearing }: TokenFixture) => ({ payee: ZeroAddress, notary: clearing.address });
const theBank = () => ({ address: ZeroAddress });

const byPermit = (form: "v, r, s" | "bytes"): Path =>
  path(`permit(address,address,uint256,uint256,${form === "bytes" ? "bytes" : "uint8,bytes32,bytes32"})`, async (f) => {
    const message = await f.permitOf(f.alice, f.carol, AMOUNT);
    const signature = await f.signed(f.alice, "Permit", message);
    return async () => {
      // The signature says what alice allowed, whatever happened since; the money obeys the rules when it moves.
      await f.permit(f.relayer, message, signature, form);
      return f.payFrom(f.carol, f.alice, f.bob, AMOUNT);
    };
  });

const byAuthorization = (act: "transfer" | "receive", form: "v, r, s" | "bytes"): Path =>
  path(`${act}WithAuthorization(${TYPED},${form === "bytes" ? "bytes" : "uint8,bytes32,bytes32"})`, async (f) => {
    const message = await f.authorizationOf(f.alice, f.bob, AMOUNT);
    const type = act === "transfer" ? "TransferWithAuthorization" : "ReceiveWithAuthorization";
    const signature = await f.signed(f.alice, type, message);
    return () => f.authorized(act, act === "transfer" ? f.relayer : f.bob, message, signature, form);
  });

const signedHold = (changes: (fixture: TokenFixture) => Partial<Hold> = () => ({})): Path =>
  path("executeSigned", async (f) => {
    const hold = await f.holdOf({ amount: AMOUNT, ...changes(f) });
    const signature = await f.signed(f.alice, "Hold", hold);
    const notary = Object.values(f.people).find(({ address }) => address === hold.notary)!;
    return () => f.as(notary).executeSigned(hold, signature);
  });

const newHold = (changes: (fixture: TokenFixture) => Partial<Hold> = () => ({})): Path =>
  path("placeHold", async (f) => {
    const hold = await f.holdOf({ amount: AMOUNT, ...changes(f) });
    return () => f.as(f.alice).placeHold(hold);
  });

const PATHS: Record<string, Path> = {
  transfer: path(
    "transfer(address,uint256)",
    ({ alice, bob, pay }) =>
      () =>
        pay(alice, bob, AMOUNT),
  ),
  "transfer with a reference": path(
    "transfer(address,uint256,bytes)",
    ({ alice, bob, as }) =>
      () =>
        as(alice)["transfer(address,uint256,bytes)"](bob, AMOUNT, "0x01"),
  ),
  transferFrom: path("transferFrom(address,address,uint256)", async ({ alice, bob, carol, as, payFrom }) => {
    await as(alice).approve(carol, AMOUNT);
    return () => payFrom(carol, alice, bob, AMOUNT);
  }),
  "transferFrom with a reference": path(
    "transferFrom(address,address,uint256,bytes)",
    async ({ alice, bob, carol, as }) => {
      await as(alice).approve(carol, AMOUNT);
      return () => as(carol)["transferFrom(address,address,uint256,bytes)"](alice, bob, AMOUNT, "0x01");
    },
  ),
  transferBatch: path(
    "transferBatch",
    ({ alice, bob, as }) =>
      () =>
        as(alice).transferBatch([{ payee: bob.address, amount: AMOUNT, paymentReference: ZeroHash }]),
  ),
  "permit by r, s, v, then transferFrom": byPermit("v, r, s"),
  "permit by bytes, then transferFrom": byPermit("bytes"),
  "transferWithAuthorization by r, s, v": byAuthorization("transfer", "v, r, s"),
  "transferWithAuthorization by bytes": byAuthorization("transfer", "bytes"),
  "receiveWithAuthorization by r, s, v": byAuthorization("receive", "v, r, s"),
  "receiveWithAuthorization by bytes": byAuthorization("receive", "bytes"),
  placeHold: newHold(),
  "placeHold, a redemption": newHold(redemption),
  "placeHold, a burn between banks": newHold(betweenBanks),
  placeHoldWithAuthorization: path("placeHoldWithAuthorization", async ({ alice, relayer, as, holdOf, signed }) => {
    const hold = await holdOf({ amount: AMOUNT });
    const signature = await signed(alice, "Hold", hold);
    return () => as(relayer).placeHoldWithAuthorization(hold, signature);
  }),
  executeSigned: signedHold(),
  "executeSigned, a redemption": signedHold(redemption),
  "executeSigned, placed before": onHold("executeSigned", ({ as, notary }, hold) =>
    as(notary).executeSigned(hold, "0x"),
  ),
  executeHold: onHold("executeHold", ({ as, notary }, hold) => as(notary).executeHold(hold, AMOUNT)),
  "executeHold, a redemption": onHold(
    "executeHold",
    ({ as, desk }, hold) => as(desk).executeHold(hold, AMOUNT),
    redemption,
  ),
  "executeHold, a burn between banks": onHold(
    "executeHold",
    ({ as, clearing }, hold) => as(clearing).executeHold(hold, AMOUNT),
    betweenBanks,
  ),
  "executeHold, a sealed redemption": path("executeHold", async ({ desk, as, sealedRedemption }) => {
    const hold = await sealedRedemption({ amount: AMOUNT });
    return () => as(desk).executeHold(hold, AMOUNT);
  }),
  sealHold: onHold("sealHold", ({ as, desk }, hold) => as(desk).sealHold(hold), redemption),
  assignHold: {
    fn: "assignHold",
    from: ({ carol }) => carol,
    // Carol owes alice, who makes bob the payee in her place.
    prepare: async ({ alice, bob, carol, as, pay, placed }) => {
      await pay(alice, carol, AMOUNT);
      const hold = await placed({ payer: carol.address, payee: alice.address, amount: AMOUNT, assignable: true });
      return { hold, act: () => as(alice).assignHold(hold, bob) };
    },
  },
  extendHold: onHold("extendHold", ({ as, alice }, hold) => as(alice).extendHold(hold, 1n)),
  "releaseHold by the payee": onHold("releaseHold", ({ as, bob }, hold) => as(bob).releaseHold(hold, AMOUNT)),
  "releaseHold by the notary": onHold("releaseHold", ({ as, notary }, hold) => as(notary).releaseHold(hold, AMOUNT)),
  "releaseHold, a sealed redemption": path("releaseHold", async ({ desk, as, sealedRedemption }) => {
    const hold = await sealedRedemption({ amount: AMOUNT });
    return () => as(desk).releaseHold(hold, AMOUNT);
  }),
  forceRelease: onHold("forceRelease", ({ as, legalOrders }, hold) => as(legalOrders).forceRelease(hold)),
  forcedTransfer: path(
    "forcedTransfer",
    ({ alice, bob, legalOrders, as }) =>
      () =>
        as(legalOrders).forcedTransfer(alice, bob, AMOUNT),
  ),
  "forcedTransfer to nobody": path(
    "forcedTransfer",
    ({ alice, legalOrders, as }) =>
      () =>
        as(legalOrders).forcedTransfer(alice, ZeroAddress, AMOUNT),
  ),
  mint: {
    ...path(
      "mint",
      ({ bob, mint }) =>
        () =>
          mint(bob, AMOUNT),
    ),
    from: theBank,
  },
  mintBatch: path(
    "mintBatch",
    ({ bob, issuer, as }) =>
      () =>
        as(issuer).mintBatch([{ payee: bob.address, amount: AMOUNT, depositReference: reference("batch") }]),
  ),
  mintInterbank: {
    ...path(
      "mintInterbank",
      ({ bob, clearing, as }) =>
        () =>
          as(clearing).mintInterbank(bob, AMOUNT, reference("uetr"), 1n),
    ),
    from: theBank,
  },
};

/** Functions that move, earmark, assign, release, mint or burn nothing. */
const MOVE_NOTHING = [
  "cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)",
  "cancelAuthorization(address,bytes32,bytes)",
  "admitContract",
  "approve",
  "attest",
  "blockWallet",
  "closeCorridors",
  "dismissContract",
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

/** Path and cells of each row; the first two lines are the head. */
const ROWS = TABLE.trim()
  .split("\n")
  .slice(2)
  .map((line) => {
    const [name, ...groups] = line.split("|").map((part) => part.trim());
    return { name: name!, cells: groups.flatMap((group) => group.split(/\s+/)) };
  });

type Row = (typeof ROWS)[number];

/** The act ends as the cell says. */
async function expectCell({ name, cells }: Row, column: number) {
  const fixture = await load();
  const { token, alice, bob, carol, refuses } = fixture;
  const { prepare, from } = PATHS[name]!;
  const { act, hold } = await prepare(fixture);
  const limits = (await CONDITIONS[column]![1](fixture)) as Limits;
  const outcome = cells[column]!;
  const burn = name.endsWith("between banks");
  const moved = async () => (await (await act()).wait())!.logs;

  if (outcome === "-") return expect(await moved()).to.not.have.length(0);
  if (outcome === "successor") {
    return expect(await logsOf(act(), token)).to.deep.include(["Transfer", alice.address, carol.address, AMOUNT]);
  }
  if (outcome in Operation) {
    return refuses(act(), "OperationPaused", BigInt(Operation[outcome as keyof typeof Operation]));
  }
  switch (outcome) {
    case "send":
      return refuses(act(), "ERC7943CannotSend", alice);
    case "receive":
      return refuses(act(), "ERC7943CannotReceive", bob);
    case "way":
      return refuses(act(), "ERC7943CannotTransfer", from?.(fixture) ?? alice, burn ? ZeroAddress : bob, AMOUNT);
    case "lien":
      return refuses(act(), "ERC7943InsufficientUnfrozenBalance", alice, AMOUNT, 0n);
    case "relayer":
      return refuses(act(), "RelayerBlocked", bob);
    case "stranger":
      return refuses(act(), "HoldUnauthorized", holdId(hold!), name === "assignHold" ? alice : bob);
    case "limits":
      return expectRefusal(act(), limits, "LimitsRefused", await limits.answer());
    default: {
      const refused: Log = ["MintRefused", reference("batch"), bob, AMOUNT, reason(outcome as ReasonName)];
      return fixture.emits(act(), refused);
    }
  }
}

describe("the paths by which value moves", () => {
  it("are all of the ABI: every function is a path here, or moves nothing", () => {
    const moving = new Set(Object.values(PATHS).map(({ fn }) => fn));
    expect([...moving].filter((fn) => MOVE_NOTHING.includes(fn))).to.deep.equal([]);
    expect([...moving, ...MOVE_NOTHING].sort()).to.deep.equal([...WRITES.keys()].sort());
  });

  it("each have a row of the table, with a cell for everything that may be wrong", () => {
    expect(ROWS.map(({ name }) => name).sort()).to.deep.equal(Object.keys(PATHS).sort());
    for (const { name, cells } of ROWS) expect(cells, name).to.have.length(CONDITIONS.length);
  });

  it("run between ordinary customers, so that each condition is the only thing wrong", async () => {
    const { alice, bob, accountOf } = await load();
    const [payer, payee] = [await accountOf(alice), await accountOf(bob)];
    expect([payer.standing, payee.standing]).to.deep.equal([
      packStanding(goodStanding(1)),
      packStanding(goodStanding(2)),
    ]);
    expect([payer.local, payee.local, payer.frozen, payee.frozen]).to.deep.equal([0n, 0n, 0n, 0n]);
  });

  for (const row of ROWS) {
    describe(row.name, () => {
      it("goes on when nothing is wrong, and does something", async () => {
        const fixture = await load();
        const { act } = await PATHS[row.name]!.prepare(fixture);
        expect((await (await act()).wait())!.logs).to.not.have.length(0);
      });

      for (const [column, [title]] of CONDITIONS.entries()) {
        it(`${row.cells[column] === "-" ? "goes on" : row.cells[column]} when ${title}`, () => expectCell(row, column));
      }
    });
  }
});
