import type { Context, Outcome } from "../context.js";
import { closeSide, declare, line, mapZones, openReceiving, openSending, setCap, unmapZones, wire } from "./line.js";
import { cancel, follow, instruct, pay, request, show, withdraw } from "./payment.js";
import { state } from "./statements.js";

const STEPS: Readonly<Record<string, (context: Context) => Promise<Outcome>>> = {
  wire,
  declare,
  "open-receiving": openReceiving,
  "close-receiving": (context) => closeSide(context, "receiving"),
  "map-zones": mapZones,
  "unmap-zones": unmapZones,
  "raise-cap": (context) => setCap(context, true),
  "cut-cap": (context) => setCap(context, false),
  "open-sending": openSending,
  "close-sending": (context) => closeSide(context, "sending"),
  line,
  request,
  pay,
  propose: (context) => follow(context, "propose"),
  ready: (context) => follow(context, "ready"),
  lock: (context) => follow(context, "lock"),
  instruct,
  settled: (context) => state(context, "settled"),
  complete: (context) => follow(context, "complete"),
  "complete-to": (context) => state(context, "complete-to"),
  "paid-outside": (context) => state(context, "paid-outside"),
  "not-settled": (context) => state(context, "not-settled"),
  cancel,
  withdraw,
  show,
};

/** Clearing with another bank: each bank runs it for its own side. */
export const clearing = (context: Context, step: string): Promise<Outcome> => STEPS[step]!(context);
