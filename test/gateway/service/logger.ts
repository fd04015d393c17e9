import { Writable } from "node:stream";

import { expect } from "chai";

import { makeLogger } from "../../../src/gateway/service/logger.js";

/** What a logger wrote, line by line. */
function logged(write: (log: ReturnType<typeof makeLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (lines.push(chunk.toString()), done()) });
  write(makeLogger("host:1", "info", sink));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("The gateway's log", () => {
  it("writes one JSON object a line, with time and worker", () => {
    const [line] = logged((log) => log.info({ batch: 3, items: 100 }, "batch sent"));
    expect(line).to.include({ worker: "host:1", batch: 3, items: 100, msg: "batch sent" });
    expect(line!["time"]).to.match(/^\d{4}-\d\d-\d\dT/);
  });

  it("never writes personal data or secrets, wherever a programmer put them", () => {
    const secret = "DE46700000000123456789";
    const lines = logged((log) => {
      log.info({ account: secret, debtor: { name: secret } }, "a deposit");
      log.warn({ deposit: { details: [secret], customer: secret } }, "another");
      log.error({ request: { headers: { authorization: secret } }, salt: secret, raw: secret }, "a third");
    });
    expect(JSON.stringify(lines)).to.not.include(secret);
    expect(lines).to.have.length(3);
  });

  it("writes of an error its name and first line, without values and bytes", () => {
    const error = new Error(`insert failed for 0x${"ab".repeat(200)}\nDetail: Key (name)=(Ann) exists`);
    const [line] = logged((log) => log.error({ err: error }, "a step failed"));
    expect((line!["err"] as { message: string }).message).to.equal("insert failed for 0x...");
    expect(JSON.stringify(line)).to.not.include("Ann");
  });
});
