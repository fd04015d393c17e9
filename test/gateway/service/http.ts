import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import type { FastifyInstance } from "fastify";

import { importFile } from "../../../src/gateway/intake/index.js";
import { syncCustomers } from "../../../src/gateway/customers/book.js";
import { makeHttp } from "../../../src/gateway/service/http.js";
import { makeMetrics } from "../../../src/gateway/service/metrics.js";
import { readPeople } from "../../../src/gateway/service/people.js";
import { openWorld, type World } from "../support/world.js";
import { dayStatement, folderOf } from "./support.js";

const CORE = "token-of-the-core-0123456789";
const READER = "token-of-a-reader-0123456789";

describe("The gateway's HTTP side", () => {
  const folder = folderOf();
  let world: World;
  let app: FastifyInstance;

  before(async () => {
    world = await openWorld();
    await syncCustomers(world.gateway, world.customers);
    const path = join(folder, "people.json");
    const person = (name: string, token: string, may: string[]) => ({
      name,
      tokenSha256: createHash("sha256").update(token).digest("hex"),
      may,
    });
    writeFileSync(path, JSON.stringify([person("core", CORE, ["import"]), person("reader", READER, ["read"])]));
    const metrics = makeMetrics(world.gateway);
    app = await makeHttp({
      gateway: world.gateway,
      people: await readPeople(path),
      metrics,
      importFile,
      maxBytes: 20_000,
    });
  });
  after(async () => {
    await app.close();
    await world.close();
  });

  const send = async (name: string, body: string | Buffer, token?: string) => {
    const headers: Record<string, string> = { "content-type": "application/xml" };
    if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
    const response = await app.inject({ method: "POST", url: `/files/${name}`, headers, payload: body });
    return { status: response.statusCode, body: response.json() as Record<string, unknown> };
  };
  const ask = async (url: string, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await app.inject({ method: "GET", url, headers });
    return { status: response.statusCode, body: response.json() as Record<string, unknown> };
  };
  const files = async (): Promise<number> => (await world.store.selectFrom("file").select("id").execute()).length;

  it("takes no file without a token, with a wrong one, or with one that may only read", async () => {
    const text = dayStatement("S-NO", [["R-NO", "1.00", "4417123456"]]);
    expect((await send("a.xml", text)).status).to.equal(401);
    expect((await send("a.xml", text, "a-guess-at-somebodys-token")).status).to.equal(401);
    const { status, body } = await send("a.xml", text, READER);
    expect([status, body["name"]]).to.deep.equal([403, "Forbidden"]);
    expect(await files()).to.equal(0);
  });

  it("takes no file under a name that would leave its folder", async () => {
    for (const name of ["..%2Fescape.xml", "%2e%2e", "a%00b.xml", `${"n".repeat(200)}`]) {
      expect((await send(name, "<x/>", CORE)).status, name).to.be.oneOf([400, 404, 414]);
    }
    expect(await files()).to.equal(0);
  });

  it("refuses what it cannot read, with what and where, and keeps a case", async () => {
    const { status, body } = await send("broken.xml", "<Document><Ntry>", CORE);
    expect([status, body["state"]]).to.deep.equal([422, "refused"]);
    expect(body["problem"]).to.include("broken.xml");
    const { body: cases } = await ask("/suspense", READER);
    expect((cases as unknown as { reason: string }[])[0]!.reason).to.include("file");
  });

  it("refuses a file beyond its limit", async () => {
    const { status } = await send("large.xml", `<Document>${" ".repeat(30_000)}</Document>`, CORE);
    expect(status).to.equal(413);
  });

  it("imports a file once, however often it is delivered", async () => {
    const text = dayStatement("S-1", [
      ["R-1", "120.50", "4417123456"],
      ["R-2", "7.00", "0000000000"],
    ]);
    const first = await send("day.xml", text, CORE);
    const second = await send("day-again.xml", text, CORE);
    expect([first.status, first.body["state"]]).to.deep.equal([200, "imported"]);
    expect([second.status, second.body["state"], second.body["deliveries"]]).to.deep.equal([200, "duplicate", 2]);
    const deposits = await world.store.selectFrom("deposit").select(["amount", "state"]).orderBy("amount").execute();
    expect(deposits).to.deep.equal([
      { amount: 7_00n, state: "suspense" },
      { amount: 120_50n, state: "ready" },
    ]);
  });

  it("says where a deposit stands, to those who may know", async () => {
    const { reference } = await world.store
      .selectFrom("deposit")
      .select("reference")
      .where("amount", "=", 120_50n)
      .executeTakeFirstOrThrow();
    expect((await ask(`/deposits/${reference}`)).status).to.equal(401);
    expect((await ask(`/deposits/${reference}`, CORE)).status).to.equal(403);
    expect((await ask(`/deposits/0x${"00".repeat(32)}`, READER)).status).to.equal(404);
    expect((await ask("/deposits/latest", READER)).status).to.equal(400);
    const { body } = await ask(`/deposits/${reference}`, READER);
    expect(body).to.include({ reference, state: "ready", amount: "12050", currency: "USD" });
  });

  it("describes itself, its health and its metrics without a token or personal data", async () => {
    const { body } = await ask("/openapi.json");
    expect(Object.keys(body["paths"] as object)).to.include.members(["/files/{name}", "/suspense", "/health"]);
    expect((await ask("/health")).body).to.deep.equal({ ok: true, database: "ok", node: "ok", halted: [] });
    const { body: metrics, statusCode } = await app.inject({ method: "GET", url: "/metrics" });
    expect(statusCode).to.equal(200);
    expect(metrics).to.match(/vostro_gateway_deposits\{state="ready",bank="demo"\} 1/);
    expect(metrics).to.match(/vostro_gateway_control_minor_units\{currency="USD",bank="demo"\} 12050/);
    expect(metrics).to.not.include("4417123456");
  });
});
