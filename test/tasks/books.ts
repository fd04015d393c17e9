import { expect } from "chai";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "csv-parse/sync";
import { AbiCoder, keccak256 } from "ethers";

import {
  buildClearance,
  grantClearance,
  newTerms,
  placeLien,
  signClearance,
  signLegalAct,
} from "../../src/chain/index.js";
import { booksToJson, CSV_COLUMNS, type CsvSection, exportBooks } from "../../src/chain/books/export.js";
import { booksAt } from "../../src/chain/books/books.js";
import { bytes32, connectLimits } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, useStage } from "./support.js";

const load = await useStage();
let folders = 0;

/** A bank in which a payment, a hold, a lien under an order and a clearance of two people have happened. */
async function busy() {
  const stage = await load();
  const { run, bank, people, folder } = stage;
  await connectLimits(bank, people);
  await run("pay", { currency: "USD", to: BOB, amount: "12.50", as: indexOf("alice") });
  const hold = { currency: "USD", to: BOB, notary: bank.addresses.redemptionDesk, amount: "5.00", terms: "order 7" };
  expect((await run("hold place", { ...hold, as: indexOf("alice") })).exitCode).to.equal(0);
  const order = { id: bytes32(1), authority: bytes32(2), documentHash: bytes32(3), issuedAt: 1n, validUntil: 0n };
  const lien = { order, currency: "USD", account: ALICE, amount: 60_00n };
  const approval = await signLegalAct(bank, people.COMPLIANCE_APPROVER, "PlaceLien", lien, await newTerms(bank));
  await placeLien(bank, people.COMPLIANCE, lien, approval);
  const payment = { currency: "USD", payer: ALICE, payee: people.carol.address, amount: 700n };
  const clearance = await buildClearance(bank, { ...payment, caseId: bytes32(9) });
  const yes = await signClearance(bank, people.COMPLIANCE_APPROVER, clearance);
  await grantClearance(bank, people.COMPLIANCE_RELEASER, clearance, yes);
  return { ...stage, out: () => join(folder, `books-${folders++}`) };
}

type Rows = Record<string, string>[];
const csvOf = async (folder: string, name: string): Promise<Rows> =>
  parse(await readFile(join(folder, `${name}.csv`), "utf8"), { columns: true }) as Rows;

describe("books", () => {
  it("end with 2 for a block that is none, and write over no folder", async () => {
    const { run, out } = await busy();
    expect((await run("books", { block: "latest" })).complaint).to.match(/^--block: "latest" is not possible/);
    const folder = out();
    expect((await run("books", { out: folder })).exitCode).to.equal(0);
    const over = await run("books", { out: folder });
    expect([over.exitCode, / is there already\. Name a new folder/.test(over.complaint)]).to.deep.equal([2, true]);
    const nowhere = await run("books", { out: join(folder, "no", "such") });
    expect([nowhere.exitCode, / cannot be made \(ENOENT\)/.test(nowhere.complaint)]).to.deep.equal([2, true]);
  });

  it("end with 1 for a block that is not there yet", async () => {
    const { run } = await load();
    const later = await run("books", { block: "999999" });
    expect([later.exitCode, later.complaint.split(":")[0]]).to.deep.equal([1, "NoSuchBlock"]);
  });

  it("end with 1 and name what differs, as soon as storage says otherwise than the events", async () => {
    const { run, bank, chain } = await busy();
    expect((await run("books", { check: true })).exitCode).to.equal(0);
    // One cent more in bob's account, behind the back of every event.
    const token = bank.addresses.tokens["USD"]!;
    const word = await bank.tokens["USD"]!.accountWord(BOB);
    await chain.networkHelpers.setStorageAt(token, slotOf(BOB), word + 1n);
    const forged = await run("books", { check: true });
    expect(forged.exitCode).to.equal(1);
    expect(forged.output).to.match(new RegExp(`\\nfindings +1\\nDIFFERS: account word of ${BOB} \\(USD\\): 0x`));
    expect(jsonOf(await run("books", { check: true, json: true }))["differences"]).to.have.length(1);
    // The books alone come from events, and know nothing of it.
    expect((await run("books")).exitCode).to.equal(0);
  });

  it("are the same at one block whenever they are asked for, and other at another", async () => {
    const { run, height, out } = await busy();
    const block = String(await height());
    const [first, second, before] = [out(), out(), out()];
    await run("books", { block, out: first });
    await run("pay", { currency: "USD", to: BOB, amount: "1.00", as: indexOf("alice") });
    await run("books", { block, out: second });
    await run("books", { block: String(Number(block) - 4), out: before });
    const jsonAt = (folder: string) => readFile(join(folder, "books.json"), "utf8");
    expect(await jsonAt(second)).to.equal(await jsonAt(first));
    expect(await jsonAt(before)).to.not.equal(await jsonAt(first));
  });

  it("write one JSON of the whole and eight CSV files, amounts as decimals and as minor units", async () => {
    const { run, out, people } = await busy();
    const folder = out();
    const ended = await run("books", { out: folder, check: true });
    expect(ended.exitCode, ended.complaint).to.equal(0);
    expect(ended.output).to.match(/compared +[\d,]+ figures with storage\nfindings +0$/);
    const names = Object.keys(CSV_COLUMNS).map((name) => `${name}.csv`);
    expect((await readdir(folder)).sort()).to.deep.equal(["books.json", ...names].sort());
    const holders = await csvOf(folder, "holders");
    expect(holders.find(({ wallet }) => wallet === ALICE)).to.include({
      ...{ currency: "USD", party: "100", balance: "9987.50", balance_minor: "998750", held: "5.00", liens: "60.00" },
      ...{ available: "9922.50", available_minor: "992250" },
    });
    expect((await csvOf(folder, "holds"))[0]).to.include({
      payer: ALICE,
      payee: BOB,
      remaining: "5.00",
      status: "Open",
    });
    expect((await csvOf(folder, "liens"))[0]).to.include({
      account: ALICE,
      placed: "60.00",
      left_minor: "6000",
      lies: `${ALICE} 60.00`,
    });
    expect((await csvOf(folder, "orders"))[0]).to.include({ order: bytes32(1), acts: "1", live_liens: "1" });
    expect((await csvOf(folder, "clearances"))[0]).to.include({
      ...{ payer: ALICE, amount: "7.00", state: "live" },
      ...{ sender: people.COMPLIANCE_RELEASER.address, approver: people.COMPLIANCE_APPROVER.address },
    });
    expect((await csvOf(folder, "parties")).map(({ party }) => party).sort()).to.deep.equal([
      "100",
      "101",
      "102",
      "103",
    ]);
    expect((await csvOf(folder, "references"))[0]).to.include({ payee: ALICE, party: "100", amount: "10000.00" });
    const approvals = await csvOf(folder, "approvals");
    expect(approvals.map(({ kind }) => kind)).to.deep.equal(["mint", "lien", "clearance"]);
    for (const { sender, approver } of approvals) expect(sender).to.match(/^0x/).and.not.equal(approver);
    const whole = JSON.parse(await readFile(join(folder, "books.json"), "utf8")) as Record<string, unknown>;
    expect(whole).to.include({ format: "vostro-books-1", bank: "test", chainId: 31337 });
    for (const name of Object.keys(CSV_COLUMNS)) expect(whole[name]).to.have.length((await csvOf(folder, name)).length);
  });

  it("say a lapsed clearance is lapsed, though storage still shows it", async () => {
    const { run, out, time } = await busy();
    await time.increase(86_401);
    await run("block", { wallet: BOB, order: "o" });
    const folder = out();
    expect((await run("books", { out: folder, check: true })).exitCode).to.equal(0);
    expect((await csvOf(folder, "clearances"))[0]!["state"]).to.equal("lapsed");
  });

  it("have the columns that are promised, with rows or without", async () => {
    const { bank, height } = await load();
    const exported = exportBooks(await booksAt(bank, await height()));
    expect(booksToJson(exported)).to.not.match(/undefined|NaN|\[object/);
    for (const name of Object.keys(CSV_COLUMNS) as CsvSection[]) {
      for (const row of exported.sections[name]) expect(Object.keys(row)).to.deep.equal([...CSV_COLUMNS[name]]);
    }
  });
});

/** Where the token keeps an account's word: the first field of its one namespaced struct (TokenStorage.sol). */
function slotOf(account: string): string {
  const ledger = "0x3b481fc3301cffa83a198cafa25ad4ce96836626918771a70ed818e6f9075400";
  return keccak256(AbiCoder.defaultAbiCoder().encode(["address", "bytes32"], [account, ledger]));
}
