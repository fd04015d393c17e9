import { expect } from "chai";
import { pino } from "pino";

import type { Gateway } from "../../../src/gateway/gateway.js";
import { runWorker } from "../../../src/gateway/service/worker.js";

const gateway = { log: pino({ level: "silent" }) } as unknown as Gateway;

describe("A worker", () => {
  it("goes on with other steps when one fails, and tries that one again later", async () => {
    const stop = new AbortController();
    const calls: string[] = [];
    const failed: string[] = [];
    await runWorker(
      gateway,
      [
        {
          name: "ill",
          run: async () => {
            calls.push("ill");
            if (calls.filter((name) => name === "ill").length < 2) throw new Error("the node is away");
            stop.abort();
            return 1;
          },
        },
        { name: "well", run: async () => (calls.push("well"), 0) },
      ],
      stop.signal,
      { failed: (name) => failed.push(name) },
    );
    expect(failed).to.deep.equal(["ill"]);
    expect(calls[1]).to.equal("well");
    expect(calls.at(-1)).to.equal("ill");
    expect(calls.filter((name) => name === "well").length).to.be.at.least(2);
  });

  it("lets the step at work end when it is stopped, and begins no other", async () => {
    const stop = new AbortController();
    const done: string[] = [];
    const running = runWorker(
      gateway,
      [
        {
          name: "first",
          run: async () => {
            stop.abort();
            await new Promise((resolve) => setTimeout(resolve, 30));
            done.push("first");
            return 1;
          },
        },
        { name: "second", run: async () => (done.push("second"), 1) },
      ],
      stop.signal,
    );
    await running;
    expect(done).to.deep.equal(["first"]);
  });

  it("does not wait while there is work", async () => {
    const stop = new AbortController();
    let left = 200;
    const started = Date.now();
    const run = async (): Promise<number> => {
      if (--left === 0) stop.abort();
      return 1;
    };
    await runWorker(gateway, [{ name: "busy", run }], stop.signal);
    expect(Date.now() - started).to.be.lessThan(5_000);
  });
});
