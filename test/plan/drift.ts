import { expect } from "chai";
import { ZeroHash } from "ethers";

import { CUSTODY_PARTY } from "../../src/chain/custody.js";
import { countryCode } from "../../src/bank/countries.js";
import { POWERS, ROLES } from "../../src/bank/roles.js";
import { testAccount } from "../../src/bank/testAccounts.js";
import { encodeCorridors } from "../../src/chain/words.js";
import { packZones, zoneSet } from "../../src/settlement/clearing/book.js";
import { connectDesks, deployDesks, deskAddress } from "../../src/settlement/desks.js";
import { Limits__factory, UpgradedToken__factory } from "../../typechain-types/index.js";
import { person, type Loose } from "../deploy/support.js";
import { DAY, openStage, shippedFile } from "./support.js";

const stranger = person("stranger");
const issuer = testAccount(1).address;
const USD = "USD token";

/** The marketplace's bank, which clears in evidence with another one. */
function clearingFile(): Loose {
  return {
    ...shippedFile("marketplace"),
    settlementAssets: [{ id: "rtgs-usd", currency: "USD", issuer: "A settlement system off chain" }],
    counterparties: [
      {
        name: "Quayside Savings Bank",
        lei: "984500QUAYSIDESAVB53",
        bic: "QYSDDEFFXXX",
        lines: [
          {
            currency: "USD",
            token: { bank: "cross-border-us" },
            settlement: "rtgs-usd",
            zones: { "2": "EU", "3": "HK" },
            cap: "1000000.00",
          },
        ],
      },
    ],
  };
}

type Stage = Awaited<ReturnType<typeof openStage>>;
type Subject = Awaited<ReturnType<Stage["bankOf"]>>;

/** What somebody did to the live bank, and the line by which the audit names it. `stays` is for people to decide. */
interface Tampering {
  readonly does: string;
  readonly act: (bank: Subject, stage: Stage) => Promise<unknown>;
  readonly found: (string | RegExp)[];
  readonly stays?: true;
}

const line = "line USD with Quayside Savings Bank";
const manager = async (bank: Subject) => (await bank.as("ADMIN")).accessManager;
const desk = async (bank: Subject, who: Parameters<Subject["as"]>[0]) =>
  connectDesks((await bank.as(who)).accessManager.runner as never).interbankClearing;
const usd = async (bank: Subject) => (await bank.bank()).addresses.tokens["USD"]!;
const other = async ({ bankOf }: Stage) =>
  (await (await bankOf(shippedFile("cross-border-us"))).bank()).addresses.tokens["USD"]!;
const NONE = `0x${"0".repeat(40)}`;

const TAMPERINGS: readonly Tampering[] = [
  {
    does: "a role granted to a stranger",
    act: async (bank) => (await manager(bank)).grantRole(ROLES.REGISTRAR, stranger, 0),
    found: [`role REGISTRAR: ${stranger} holds it, but not in the file`],
  },
  {
    does: "the deployer made an admin again",
    act: async (bank) => (await manager(bank)).grantRole(0, testAccount(0).address, 0),
    found: [`role ADMIN: ${testAccount(0).address} holds it, but not in the file`],
  },
  {
    does: "a role taken away",
    act: async (bank) => (await manager(bank)).revokeRole(ROLES.TRAVEL_RULE, testAccount(22).address),
    found: [`role TRAVEL_RULE: ${testAccount(22).address} does not hold it`],
  },
  {
    does: "a delay put on the attestor",
    act: async (bank) => (await manager(bank)).grantRole(ROLES.ATTESTOR, testAccount(3).address, 60),
    found: [`role ATTESTOR: ${testAccount(3).address} has a delay of 60 seconds, not 0`],
    // A shorter delay takes effect after the setback: apply has done what can be done, and five days must pass.
    stays: true,
  },
  {
    does: "a role that the suite does not have",
    act: async (bank) => (await manager(bank)).grantRole(77, stranger, 0),
    found: [`role 77: ${stranger} holds it, but not in the file`],
  },
  {
    does: "another guardian for upgrades",
    act: async (bank) => (await manager(bank)).setRoleGuardian(ROLES.UPGRADER, ROLES.ISSUER),
    found: ["role UPGRADER: its guardian is ISSUER, not GUARDIAN"],
  },
  {
    does: "issuers who hand out approvals",
    act: async (bank) => (await manager(bank)).setRoleAdmin(ROLES.APPROVER, ROLES.ISSUER),
    found: ["role APPROVER: its admin is ISSUER, not the admins"],
  },
  {
    does: "a selector that nobody wired any more",
    act: async (bank) => {
      const { selector } = (await bank.bank()).tokens["USD"]!.interface.getFunction("attest");
      return (await manager(bank)).setTargetFunctionRole(await usd(bank), [selector], 0);
    },
    found: [`${USD}: attest belongs to the admins, not to ATTESTOR`],
  },
  {
    does: "a function of the clearing desk open to issuers",
    act: async (bank) => {
      const { selector } = (await desk(bank, "ADMIN")).interface.getFunction("instruct");
      return (await manager(bank)).setTargetFunctionRole(deskAddress("InterbankClearing"), [selector], ROLES.ISSUER);
    },
    found: ["InterbankClearing: instruct belongs to ISSUER, not to CLEARING_OPERATOR"],
  },
  {
    does: "a function of nothing the bank knows",
    act: async (bank) => (await manager(bank)).setTargetFunctionRole(stranger, ["0x12345678"], ROLES.ISSUER),
    found: [`AccessManager: 0x12345678 of ${stranger} belongs to ISSUER`],
  },
  {
    does: "a corridor opened",
    act: async (bank) =>
      (await bank.as("POLICY_ADMIN")).tokens["USD"]!.openCorridors(encodeCorridors([{ from: 5, to: 1 }]), 0),
    found: [`${USD}: allowed, but not in the file: CN to US`],
  },
  {
    does: "a corridor closed",
    act: async (bank) =>
      (await bank.as("COMPLIANCE")).tokens["EUR"]!.closeCorridors(encodeCorridors([{ from: 1, to: 2 }])),
    found: ["EUR token: not allowed, as in the file: US to EU"],
  },
  {
    does: "a review turned into a free passage",
    act: async (bank) =>
      (await bank.as("POLICY_ADMIN")).tokens["EUR"]!.openCorridors(encodeCorridors([{ from: 1, to: 6 }]), 0),
    found: ["EUR token: allowed, but not in the file: US to CN-controlled"],
  },
  {
    does: "a notary added",
    act: async (bank) => (await bank.as("POLICY_ADMIN")).tokens["USD"]!.admitContract(stranger, POWERS.NOTARY),
    found: [`${USD}: ${stranger} may be NOTARY, not nothing`],
  },
  {
    does: "a desk of settlement made an issuer",
    act: async (bank) =>
      (await bank.as("POLICY_ADMIN")).tokens["EUR"]!.admitContract(deskAddress("FxDesk"), POWERS.ISSUER),
    found: [`EUR token: ${deskAddress("FxDesk")} may be NOTARY and ISSUER, not NOTARY`],
  },
  {
    does: "another Limits contract",
    act: async (bank, { connection }) => {
      const { accessManager, partyRegistry } = (await bank.bank()).addresses;
      const [signer] = await connection.ethers.getSigners();
      const limits = await new Limits__factory(signer).deploy(accessManager, partyRegistry);
      return (await bank.as("POLICY_ADMIN")).tokens["EUR"]!.setLimits(limits);
    },
    found: [/^EUR token: its Limits contract is 0x\w{40}, not 0x\w{40}$/],
  },
  {
    does: "a pause",
    act: async (bank) => (await bank.as("GUARDIAN")).tokens["USD"]!.pause(0),
    found: [/^USD token: is paused for /],
    stays: true,
  },
  {
    does: "a quota raised",
    act: async (bank) =>
      (await bank.as("POLICY_ADMIN")).issuanceDesk.raiseQuota(issuer, await usd(bank), 9_000_000_000_000n),
    found: [/^IssuanceDesk: the quota of 0x\w+ in 0x\w+, minor units a day, is 9000000000000, not 5000000000$/],
  },
  {
    does: "a country opened",
    act: async (bank) =>
      (await bank.as("POLICY_ADMIN")).partyRegistry.setCountries([
        { code: countryCode("IR"), resident: 1, controlled: 0 },
      ]),
    found: [
      /^PartyRegistry: IR: its residents are in US, its control does not matter; in the file its residents are not/,
    ],
  },
  {
    does: "a programme waived",
    act: async (bank) => (await bank.as("POLICY_ADMIN")).partyRegistry.waiveProgramme(6),
    found: ["PartyRegistry: CN-controlled needs no programme, but needs a programme in the file"],
  },
  {
    does: "an institution nobody named",
    act: async (bank) =>
      (await bank.as("POLICY_ADMIN")).partyRegistry.setInstitution(
        9,
        `0x${Buffer.from("984500QUAYSIDESAVB53").toString("hex")}`,
      ),
    found: ["PartyRegistry: institution 9 is 984500QUAYSIDESAVB53, not nobody"],
    // The register never takes an institution off.
    stays: true,
  },
  {
    does: "a travel-rule threshold raised",
    act: async (bank) => (await bank.as("LIMITS_OFFICER")).limits.raiseTravelThreshold(await usd(bank), 1_000_000_000n),
    found: [`${USD}: the travel-rule threshold, minor units, is 1000000000, not 100000`],
  },
  {
    does: "a custody account taken off",
    act: async (bank) => (await bank.as("COMPLIANCE")).legalOrders.removeCustodyAccount(testAccount(25).address),
    found: [`LegalOrders: ${testAccount(25).address} is no custody account, as in the file`],
  },
  {
    does: "the limits of the bank's own party taken away",
    act: async (bank) => {
      const { partyRegistry } = await bank.as("REGISTRAR");
      const lei = `0x${Buffer.from(bank.config.lei).toString("hex")}`;
      const profile = await partyRegistry.profileOf(CUSTODY_PARTY);
      return partyRegistry.reclassify(CUSTODY_PARTY, profile, false, lei, ZeroHash);
    },
    found: [/^PartyRegistry: the bank's own party has no limits/],
  },
  {
    does: "a cap between banks raised",
    act: async (bank, stage) =>
      (await desk(bank, "POLICY_ADMIN")).raiseCap(await usd(bank), await other(stage), 900_000_000_000n),
    found: [`${line}: its cap, minor units a day, is 900000000000, not 100000000`],
  },
  {
    does: "a zone of the other bank let in, and one shut out",
    act: async (bank, stage) => {
      const at = [await usd(bank), await other(stage), NONE] as const;
      await (await desk(bank, "POLICY_ADMIN")).mapZones(...at, packZones({ 5: 1 }));
      return (await desk(bank, "COMPLIANCE")).unmapZones(...at, zoneSet([3]));
    },
    found: [`${line}: maps zones 2 to 2, 5 to 1, not 2 to 2, 3 to 3`],
  },
  {
    does: "a line closed",
    act: async (bank, stage) =>
      (await desk(bank, "COMPLIANCE")).closeSending(await usd(bank), await other(stage), NONE),
    found: [`${line}: does not send, as in the file`],
  },
  {
    does: "a contract closed",
    act: async (bank) => (await manager(bank)).setTargetClosed((await bank.bank()).addresses.limits, true),
    found: ["Limits: is closed in the AccessManager: nobody can block or pause"],
  },
];

describe("drift of a live bank", () => {
  let stage: Stage;
  let bank: Subject;

  before(async () => {
    stage = await openStage();
    await (await stage.bankOf(shippedFile("cross-border-us"))).apply();
    bank = await stage.bankOf(clearingFile());
    // The other bank says at the desk what its money is, or no line with it can be opened.
    await deployDesks((await stage.connection.ethers.getSigners())[0]!, ["InterbankClearing"]);
    const there = await stage.bankOf(shippedFile("cross-border-us"));
    const admin = await there.as("ADMIN");
    const clearing = connectDesks(admin.accessManager.runner as never).interbankClearing;
    await clearing.declareCurrency((await there.bank()).addresses.tokens["USD"]!, "0x555344");
    const { acts, left } = await bank.apply();
    expect([left, acts.filter(({ state }) => state !== "done").map(({ does, note }) => [does, note])]).to.deep.equal([
      [],
      [],
    ]);
  });

  it("a cap that the policy admin may raise only after its delay goes through the bank's own manager", async () => {
    const before = await stage.connection.networkHelpers.takeSnapshot();
    const file = clearingFile();
    file.roles.POLICY_ADMIN[0].delay = 2 * DAY;
    file.admins[0].delay = 2 * DAY;
    file.counterparties[0].lines[0].cap = "2000000.00";
    const delayed = await stage.bankOf(file);
    // The first run may still raise the delays at once, and the cap comes after them.
    const raise = `Raises the cap of the ${line} to 200000000 minor units a day`;
    const first = (await delayed.apply()).acts.filter(({ does }) => does === raise).map(({ state }) => state);
    expect(first).to.deep.equal(["waiting"]);
    await stage.connection.networkHelpers.time.increase(2 * DAY);
    expect((await delayed.apply()).left).to.deep.equal([]);
    await before.restore();
  });

  it(`${TAMPERINGS.length} kinds of it at once: the audit names each, and apply puts right what no people must decide`, async () => {
    expect(await bank.audit()).to.deep.equal([]);
    for (const { act } of TAMPERINGS) await act(bank, stage);
    const found = await bank.audit();
    for (const { does, found: wanted } of TAMPERINGS) {
      for (const one of wanted) expect(found.filter(matches(one)), `${does}: ${String(one)}`).to.not.deep.equal([]);
    }
    const known = TAMPERINGS.flatMap(({ found: wanted }) => wanted);
    expect(found.filter((one) => !known.some((wanted) => matches(wanted)(one)))).to.deep.equal([]);

    const { left, acts } = await bank.apply();
    expect(acts.filter(({ state }) => state !== "done")).to.deep.equal([]);
    const stay = TAMPERINGS.filter(({ stays }) => stays).flatMap(({ found: wanted }) => wanted);
    expect(
      left
        .map(({ subject, problem }) => `${subject}: ${problem}`)
        .filter((one) => !stay.some((wanted) => matches(wanted)(one))),
    ).to.deep.equal([]);
    expect(left.length).to.equal(stay.length);
  });

  it("names another implementation, and lets apply admit nobody to it", async () => {
    const [signer] = await stage.connection.ethers.getSigners();
    const next = await new UpgradedToken__factory(signer).deploy();
    await (await bank.as("UPGRADER")).tokens["USD"]!.upgradeToAndCall(next, "0x");
    const found = await bank.audit();
    expect(found.join("\n")).to.match(
      /^USD token's implementation: the code at 0x\w+ is not DepositToken of this build$/m,
    );
    const { customers } = await bank.apply();
    expect(customers).to.equal(undefined);
  });
});

const matches =
  (wanted: string | RegExp) =>
  (one: string): boolean =>
    typeof wanted === "string" ? wanted === one : wanted.test(one);
