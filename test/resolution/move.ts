import { expect } from "chai";
import { getAddress, toBeHex, ZeroAddress } from "ethers";
import { ROLES } from "../../src/bank/roles.js";
import { signFor } from "../../src/chain/typedData.js";
import { LiabilityTransfer__factory, LimitsDouble__factory } from "../../typechain-types/index.js";
import { ALICE_USD, ATTESTATION_MAX_AGE, ATTESTED, BOB_USD, USD_SUPPLY } from "../issuance/support.js";
import { DAY, HOUR, VALID_UNTIL } from "../support/token.js";
import {
  corridors,
  Operation,
  reason,
  readFlows,
  readReference,
  reference,
  type ReasonName,
} from "../support/words.js";
import { useTwoBanks, type TwoBanks } from "./support.js";

const load = await useTwoBanks();

const ALICE = 101n;
const CAROL = 103n;
const CAROL_USD = 50_000n;

/** Carol is a customer of both banks; the register is accepted. */
async function ready(banks: TwoBanks, alsoAtSuccessor = true) {
  await banks.customer(banks.carol, CAROL, CAROL_USD, alsoAtSuccessor);
  return banks.accepted();
}

describe("moving a liability: who and what is refused", () => {
  it("is refused to everybody but the old bank's resolution officer, without delay", async () => {
    const { a, b, alice, transfer, accepted, claimOf, refuses } = await load();
    const claims = [claimOf(await accepted(), alice)];
    for (const sender of [b.resolutionOfficer, a.admin, a.legalOrders, a.complianceApprover, a.stranger]) {
      const call = transfer.connect(sender).move(claims);
      await refuses(call, transfer, "CallerLacksRole", sender, ROLES.RESOLUTION, a.manager);
    }
    await a.manager.connect(a.admin).grantRole(ROLES.RESOLUTION, a.erin, Number(HOUR));
    const delayed = transfer.connect(a.erin).move(claims);
    await refuses(delayed, transfer, "CallerLacksRole", a.erin, ROLES.RESOLUTION, a.manager);
  });

  it("is refused until the successor has accepted", async () => {
    const { alice, transfer, committed, move, refuses } = await load();
    await refuses(move(await committed(), alice), transfer, "NotAccepted");
  });

  it("is refused for a row that is not in the register: another party, wallet, balance, proof or register", async () => {
    const { a, alice, bob, spare, transfer, accepted, claimOf, registerNow, refuses, customer } = await load();
    const early = await registerNow();
    await customer(spare[0]!, 200n, 5_000n);
    const register = await accepted();
    const row = claimOf(register, alice);
    const wrong = [
      { ...row, party: row.party + 1n },
      { ...row, wallet: bob.address },
      { ...row, balance: row.balance + 1n },
      { ...row, balance: row.balance - 1n },
      { ...row, proof: claimOf(register, bob).proof },
      { ...row, proof: [] },
      // The very same row, in a register of another block.
      claimOf(early, alice),
    ];
    for (const claim of wrong) {
      const { party, wallet, balance } = claim;
      const call = transfer.connect(a.resolutionOfficer).move([claimOf(register, bob), claim]);
      await refuses(call, transfer, "NotInRegister", party, wallet, balance);
    }
    expect(await transfer.moved()).to.equal(0n);
  });

  it("is refused whole while nothing can be minted at the successor, and nothing is burned", async () => {
    const { b, alice, bob, accepted, move, balances, refuses } = await load();
    const register = await accepted();
    const page = () => move(register, alice, bob);

    await b.usd.connect(b.guardian).pause(Operation.Mint);
    await refuses(page(), b.usd, "OperationPaused", BigInt(Operation.Mint));
    await b.usd.connect(b.unpauser).unpause(Operation.Mint);

    await b.usd.connect(b.attestor).attest(1n, await b.now(), 0n, 0n);
    await refuses(page(), b.usd, "BackingExceeded", USD_SUPPLY, 1n + ALICE_USD, ALICE_USD);
    const attestedAt = (await b.now()) + 1n;
    await b.at(attestedAt + 10n);
    await b.usd.connect(b.attestor).attest(ATTESTED, attestedAt, 0n, 0n);
    await b.travelTo(attestedAt + ATTESTATION_MAX_AGE + 1n);
    await refuses(page(), b.usd, "AttestationStale", attestedAt, ATTESTATION_MAX_AGE);
    await b.usd.connect(b.attestor).attest(ATTESTED, await b.now(), 0n, 0n);

    expect(await balances(alice)).to.deep.equal([ALICE_USD, ALICE_USD]);
    await page();
    expect(await balances(alice)).to.deep.equal([0n, 2n * ALICE_USD]);
  });

  it("is refused whole without its powers at either bank", async () => {
    const { a, b, alice, transfer, accepted, move, refuses } = await load();
    const register = await accepted();
    await b.usd.connect(b.compliance).dismissContract(transfer, 1n << 235n);
    await refuses(move(register, alice), b.usd, "CallerNotAdmitted", transfer);
    await a.manager.connect(a.admin).revokeRole(ROLES.LEGAL_ORDERS, transfer);
    await refuses(move(register, alice), a.usd, "AccessManagedUnauthorized", transfer);
  });
});

describe("moving a liability", () => {
  it("burns at the old bank and mints at the successor, in one step, and says so at both", async () => {
    const { a, b, alice, transfer, accepted, move, emits, balances } = await load();
    const register = await accepted();
    const part = await transfer.referenceOf(alice, 0n);
    await emits(
      move(register, alice),
      ["LiabilityMoved", ALICE, alice, alice, ALICE_USD, 0n, part],
      ["Transfer", alice, ZeroAddress, ALICE_USD],
      ["ForcedTransfer", alice, ZeroAddress, ALICE_USD],
      ["InterbankReceived", part, alice, ALICE_USD, 1n],
      ["TransferReference", part],
      ["Transfer", ZeroAddress, alice, ALICE_USD],
    );
    expect(await balances(alice)).to.deep.equal([0n, 2n * ALICE_USD]);
    expect([await transfer.moved(), await transfer.movedOf(alice)]).to.deep.equal([ALICE_USD, ALICE_USD]);
    expect(await a.usd.totalSupply()).to.equal(USD_SUPPLY - ALICE_USD);
    expect(readFlows((await a.usd.supplyWords())[1])).to.deep.equal({ burned: ALICE_USD, received: 0n });
    // The liability arrives with its assets: supply and backing grow alike.
    expect(await b.supply()).to.include({ totalSupply: USD_SUPPLY + ALICE_USD, backing: ATTESTED + ALICE_USD });
    expect(readFlows((await b.usd.supplyWords())[1])).to.deep.equal({ burned: 0n, received: ALICE_USD });
  });

  it("consumes a reference of the successor for every part, so that no part is minted twice", async () => {
    const { a, b, alice, transfer, accepted, move, blockNumber, refuses } = await load();
    await a.freeze(alice, 400_000n);
    const register = await accepted();
    await move(register, alice);
    const first = await transfer.referenceOf(alice, 0n);
    const use = readReference(await b.usd.depositReference(first));
    expect(use).to.deep.equal({
      payee: BigInt(alice.address),
      amount: 600_000n,
      blockNumber: BigInt(await blockNumber()),
    });
    await a.freeze(alice, 0n);
    await move(register, alice);
    const second = await transfer.referenceOf(alice, 600_000n);
    expect(readReference(await b.usd.depositReference(second)).amount).to.equal(400_000n);
    for (const depositReference of [first, second]) {
      const call = b.mint(await b.orderOf({ depositReference, amount: 1n }));
      await refuses(call, b.usd, "DepositReferenceUsed", ...(await firstUse(b, depositReference)));
    }
  });

  it("does not move around a reference that the successor has used: the page fails whole", async () => {
    const { b, alice, bob, transfer, accepted, move, refuses, balances } = await load();
    const register = await accepted();
    const depositReference = await transfer.referenceOf(bob, 0n);
    await b.mint(await b.orderOf({ depositReference }));
    await refuses(move(register, alice, bob), b.usd, "DepositReferenceUsed", ...(await firstUse(b, depositReference)));
    expect(await balances(alice)).to.deep.equal([ALICE_USD, ALICE_USD + 100_000n]);
  });

  it("moves a row once: repeated pages, and the row twice in a page, change nothing", async () => {
    const { alice, bob, transfer, accepted, move, emits, balances } = await load();
    const register = await accepted();
    await move(register, alice, alice, bob, alice);
    const after = [await balances(alice), await balances(bob), await transfer.moved()];
    expect(after).to.deep.equal([[0n, 2n * ALICE_USD], [0n, 2n * BOB_USD], USD_SUPPLY]);
    await emits(
      move(register, bob, alice),
      ["NotMoved", 102n, bob, reason("ZeroAmount")],
      ["NotMoved", ALICE, alice, reason("ZeroAmount")],
    );
    expect([await balances(alice), await balances(bob), await transfer.moved()]).to.deep.equal(after);
  });

  it("does not move what came to a wallet after the register: it stays claimable at the old bank", async () => {
    const { a, alice, bob, transfer, accepted, move, balances, emits } = await load();
    const register = await accepted();
    // A court gives 300,000 of alice's to bob: her row promises more than she has, his less.
    await a.usd.connect(a.legalOrders).forcedTransfer(alice, bob, 300_000n);
    await move(register, alice, bob);
    expect(await balances(alice)).to.deep.equal([0n, ALICE_USD + 700_000n]);
    expect(await balances(bob)).to.deep.equal([300_000n, 2n * BOB_USD]);
    await emits(
      move(register, alice, bob),
      ["NotMoved", ALICE, alice, reason("InsufficientBalance")],
      ["NotMoved", 102n, bob, reason("ZeroAmount")],
    );
    expect(await transfer.moved()).to.equal(USD_SUPPLY - 300_000n);
  });

  it("moves a customer whose KYC lapsed at the old bank: the successor knows its own", async () => {
    const banks = await load();
    const { a, b, carol, move, balances } = banks;
    const register = await ready(banks);
    await a.travelTo(VALID_UNTIL + DAY);
    await b.usd.connect(b.attestor).attest(ATTESTED, await b.now(), 0n, 0n);
    await b.registry.connect(b.registrar).renew([CAROL], VALID_UNTIL + 900n * DAY);
    await move(register, carol);
    expect(await balances(carol)).to.deep.equal([0n, CAROL_USD]);
  });

  it("counts two transfers to two successors against the same money", async () => {
    const { a, b, alice, bob, transfer, accepted, claimOf, move, balances } = await load();
    const register = await accepted();
    const again = await new LiabilityTransfer__factory(a.admin).deploy(a.resolution, a.usd, b.usd);
    await a.manager.connect(a.admin).grantRole(ROLES.LEGAL_ORDERS, again, 0);
    await b.usd.connect(b.policyAdmin).admitContract(again, 1n << 235n);
    const { root, total } = register;
    const acceptance = { root, total, instrument: reference("second order"), expiry: (await a.now()) + HOUR };
    const signature = await signFor(again, b.complianceApprover, "Acceptance", acceptance);
    await again.connect(b.resolutionOfficer).accept(acceptance, b.complianceApprover, signature);
    await a.freeze(alice, 250_000n);
    await move(register, alice);
    await a.freeze(alice, 0n);
    await again.connect(a.resolutionOfficer).move([claimOf(register, alice), claimOf(register, bob)]);
    await move(register, alice, bob);
    expect(await balances(alice)).to.deep.equal([0n, 2n * ALICE_USD]);
    expect(await balances(bob)).to.deep.equal([0n, 2n * BOB_USD]);
    expect([await transfer.moved(), await again.moved()]).to.deep.equal([750_000n, 250_000n + BOB_USD]);
  });
});

async function firstUse(b: TwoBanks["b"], depositReference: string) {
  const { payee, amount, blockNumber } = readReference(await b.usd.depositReference(depositReference));
  return [depositReference, getAddress(toBeHex(payee, 20)), amount, blockNumber] as const;
}

describe("what stays at the old bank, and moves once it is free", () => {
  /** A row that does not move for `reasonName` until `mend`; then it moves whole. */
  interface Case {
    why: ReasonName;
    what: string;
    bind: (banks: TwoBanks) => Promise<unknown>;
    mend: (banks: TwoBanks) => Promise<unknown>;
  }

  const limitedAt = async ({ b, carol }: TwoBanks, answer: ReasonName) => {
    const limits = await new LimitsDouble__factory(b.admin).deploy();
    await limits.setAnswerFor(carol, reason(answer));
    await b.usd.connect(b.policyAdmin).setLimits(limits);
    await b.reclassify(CAROL, { limited: true });
  };
  const unlimited = ({ b }: TwoBanks) => b.reclassify(CAROL);

  const cases: Case[] = [
    {
      why: "PayerBlocked",
      what: "its party is blocked at the old bank",
      bind: ({ a }) => a.block(CAROL),
      mend: ({ a }) => a.unblock(CAROL),
    },
    {
      why: "PayerBlocked",
      what: "the wallet is blocked in the old token",
      bind: ({ a, carol }) => a.usd.connect(a.compliance).blockWallet(carol),
      mend: ({ a, carol }) => a.usd.connect(a.legalOrders).unblockWallet(carol),
    },
    {
      why: "InsufficientUnfrozen",
      what: "liens are on all of it",
      bind: ({ a, carol }) => a.freeze(carol, CAROL_USD),
      mend: ({ a, carol }) => a.freeze(carol, 0n),
    },
    {
      why: "PayeeBlocked",
      what: "its party is blocked at the successor",
      bind: ({ b }) => b.block(CAROL),
      mend: ({ b }) => b.unblock(CAROL),
    },
    {
      why: "PayeeBlocked",
      what: "the wallet is blocked in the successor's token",
      bind: ({ b, carol }) => b.usd.connect(b.compliance).blockWallet(carol),
      mend: ({ b, carol }) => b.usd.connect(b.legalOrders).unblockWallet(carol),
    },
    {
      why: "PayeeExpired",
      what: "its KYC lapsed at the successor",
      bind: async ({ b }) => b.registry.connect(b.registrar).renew([CAROL], await b.now()),
      mend: ({ b }) => b.registry.connect(b.registrar).renew([CAROL], VALID_UNTIL),
    },
    {
      why: "CorridorDenied",
      what: "its zone at the successor may not pay itself",
      bind: ({ b }) => b.usd.connect(b.compliance).closeCorridors(corridors([1, 1])),
      mend: ({ b }) => b.usd.connect(b.policyAdmin).openCorridors(corridors([1, 1]), 0n),
    },
    {
      why: "ClearanceMissing",
      what: "its zone at the successor is under review and nothing was cleared",
      bind: async (banks) => {
        const { b } = banks;
        await limitedAt(banks, "ClearanceMissing");
        await unlimited(banks);
        await b.usd.connect(b.compliance).closeCorridors(corridors([1, 1]));
        await b.usd.connect(b.policyAdmin).openCorridors(0n, corridors([1, 1]));
      },
      mend: ({ b }) => b.usd.connect(b.policyAdmin).openCorridors(corridors([1, 1]), 0n),
    },
    {
      why: "LimitsMissing",
      what: "it has limits at the successor, which has no Limits contract",
      bind: ({ b }) => b.reclassify(CAROL, { limited: true }),
      mend: unlimited,
    },
    {
      why: "PayeeLimit",
      what: "it would pass a limit of the successor",
      bind: (banks) => limitedAt(banks, "PayeeLimit"),
      mend: unlimited,
    },
    {
      why: "LimitsUnavailable",
      what: "the successor's Limits contract says what this version does not know",
      bind: async (banks) => {
        await limitedAt(banks, "Ok");
        await LimitsDouble__factory.connect(await banks.b.usd.limits(), banks.b.admin).answerFromTheFuture();
      },
      mend: unlimited,
    },
  ];

  for (const { why, what, bind, mend } of cases) {
    it(`${why}: ${what}`, async () => {
      const banks = await load();
      const { carol, bob, transfer, move, balances, emits } = banks;
      const register = await ready(banks);
      await bind(banks);
      await emits(move(register, carol), ["NotMoved", CAROL, carol, reason(why)]);
      // The others of the page move.
      await move(register, carol, bob);
      expect(await balances(carol)).to.deep.equal([CAROL_USD, 0n]);
      expect(await transfer.moved()).to.equal(BOB_USD);
      await mend(banks);
      await move(register, carol);
      expect(await balances(carol)).to.deep.equal([0n, CAROL_USD]);
    });
  }

  it("PayeeNotAdmitted: it is no customer of the successor yet, and moves when it becomes one", async () => {
    const banks = await load();
    const { b, carol, admit, move, balances, emits } = banks;
    const register = await ready(banks, false);
    await emits(move(register, carol), ["NotMoved", CAROL, carol, reason("PayeeNotAdmitted")]);
    // Under another number: parties are each bank's own.
    await admit(b, carol, 7_777n);
    await move(register, carol);
    expect(await balances(carol)).to.deep.equal([0n, CAROL_USD]);
  });

  it("PayeeRetired: the wallet was lost at the successor", async () => {
    const banks = await load();
    const { b, carol, spare, admit, move, emits } = banks;
    const register = await ready(banks);
    await admit(b, spare[0]!, CAROL);
    await b.retire(carol, spare[0]!);
    await emits(move(register, carol), ["NotMoved", CAROL, carol, reason("PayeeRetired")]);
  });

  it("moves a limited customer that its limits allow, and Limits records it", async () => {
    const banks = await load();
    const { b, carol, move, balances } = banks;
    const register = await ready(banks);
    await limitedAt(banks, "Ok");
    const limits = LimitsDouble__factory.connect(await b.usd.limits(), b.admin);
    await move(register, carol);
    expect(await balances(carol)).to.deep.equal([0n, CAROL_USD]);
    expect(await limits.supplySeen()).to.equal(USD_SUPPLY + CAROL_USD);
  });

  it("liens: what is free moves and the lien keeps its money; a lien above the balance keeps all", async () => {
    const { a, alice, transfer, accepted, move, balances, emits } = await load();
    await a.freeze(alice, 600_000n);
    const register = await accepted();
    const part = await transfer.referenceOf(alice, 0n);
    await emits(
      move(register, alice),
      ["LiabilityMoved", ALICE, alice, alice, 400_000n, 600_000n, part],
      ["Transfer", alice, ZeroAddress, 400_000n],
      ["ForcedTransfer", alice, ZeroAddress, 400_000n],
      ["InterbankReceived", part, alice, 400_000n, 1n],
      ["TransferReference", part],
      ["Transfer", ZeroAddress, alice, 400_000n],
    );
    expect(await a.accountOf(alice)).to.include({ balance: 600_000n, frozen: 600_000n });
    await a.freeze(alice, 700_000n);
    await emits(move(register, alice), ["NotMoved", ALICE, alice, reason("InsufficientUnfrozen")]);
    await a.freeze(alice, 100_000n);
    await move(register, alice);
    expect(await balances(alice)).to.deep.equal([100_000n, ALICE_USD + 900_000n]);
  });

  it("holds: what is earmarked stays until it is let go or burned", async () => {
    const { a, alice, accepted, move, balances, emits } = await load();
    const first = await a.requested({ amount: 300_000n });
    const second = await a.requested({ amount: 700_000n });
    const register = await accepted();
    await emits(move(register, alice), ["NotMoved", ALICE, alice, reason("InsufficientAvailable")]);
    await a.submit(first);
    await a.settle(first);
    await a.cancel(second);
    await move(register, alice);
    // 300,000 were paid out, 700,000 moved: her row is closed without having moved in full.
    expect(await balances(alice)).to.deep.equal([0n, ALICE_USD + 700_000n]);
    await emits(move(register, alice), ["NotMoved", ALICE, alice, reason("InsufficientBalance")]);
  });

  describe("a wallet that was lost", () => {
    it("moves from and to the wallet that stands for it, once it was recovered there; both rows, in any order", async () => {
      for (const order of [
        [0, 1],
        [1, 0],
      ]) {
        const banks = await load();
        const { a, b, carol, spare, transfer, customer, admit, accepted, move, balances } = banks;
        const heir = spare[0]!;
        await customer(carol, CAROL, CAROL_USD, false);
        await customer(heir, CAROL, 1_000n, false);
        await admit(b, heir, 9n);
        const register = await accepted();
        await a.retire(carol, heir);
        await a.usd.connect(a.legalOrders).forcedTransfer(carol, heir, CAROL_USD);
        const rows = [carol, heir];
        for (const i of order) await move(register, rows[i]!);
        expect(await balances(heir)).to.deep.equal([0n, CAROL_USD + 1_000n]);
        expect(await balances(carol)).to.deep.equal([0n, 0n]);
        expect(await transfer.moved()).to.equal(CAROL_USD + 1_000n);
      }
    });

    it("does not move before it was recovered, nor while the wallet that stands for it is no customer there", async () => {
      const banks = await load();
      const { a, b, carol, spare, customer, admit, accepted, move, emits } = banks;
      const heir = spare[0]!;
      await customer(carol, CAROL, CAROL_USD, false);
      await admit(a, heir, CAROL);
      // The lost wallet is a customer of the successor, which does not know yet that it was lost.
      await admit(b, carol, 9n);
      const register = await accepted();
      await a.retire(carol, heir);
      await emits(move(register, carol), ["NotMoved", CAROL, carol, reason("InsufficientBalance")]);
      await a.usd.connect(a.legalOrders).forcedTransfer(carol, heir, CAROL_USD);
      await emits(move(register, carol), ["NotMoved", CAROL, carol, reason("PayeeNotAdmitted")]);
      await a.block(CAROL);
      await emits(move(register, carol), ["NotMoved", CAROL, carol, reason("PayerBlocked")]);
    });
  });
});

describe("gas cannot choose who stays behind", () => {
  it("a page moves whole or fails whole, at whatever gas limit", async () => {
    const banks = await load();
    const { a, b, alice, bob, carol, ethers, transfer, claimOf } = banks;
    const register = await ready(banks);
    const limits = await new LimitsDouble__factory(b.admin).deploy();
    await limits.setEffort(60_000n);
    await b.usd.connect(b.policyAdmin).setLimits(limits);
    await b.reclassify(CAROL, { limited: true });
    const claims = [alice, carol, bob].map((wallet) => claimOf(register, wallet));
    const page = transfer.connect(a.resolutionOfficer);
    const full = await page.move.estimateGas(claims);
    const data = transfer.interface.encodeFunctionData("move", [claims]);
    const all = ALICE_USD + BOB_USD + CAROL_USD;
    let failed = 0;
    for (let gas = 60_000n; gas <= full; gas += 7_919n) {
      const call = { from: a.resolutionOfficer.address, to: transfer.target as string, data, gasLimit: gas };
      const answer = await ethers.provider.call(call).catch(() => undefined);
      if (answer === undefined) failed++;
      else expect(BigInt(answer), `with ${gas} gas`).to.equal(all);
    }
    expect(failed).to.be.greaterThan(10);
  });
});

describe("who a row's party is at the successor does not matter", () => {
  it("the zone of the holder at the successor is where the money is said to come from", async () => {
    const { b, carol, customer, admit, accepted, move, transfer, balances } = await load();
    await customer(carol, CAROL, CAROL_USD, false);
    await admit(b, carol, 55n, { zone: 2 });
    const sent = await move(await accepted(), carol);
    const logs = await b.usd.queryFilter(b.usd.filters.InterbankReceived, sent.blockNumber!);
    expect(logs.map(({ args }) => [...args])).to.deep.equal([
      [await transfer.referenceOf(carol, 0n), carol.address, CAROL_USD, 2n],
    ]);
    expect(await balances(carol)).to.deep.equal([0n, CAROL_USD]);
  });
});
