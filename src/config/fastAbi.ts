import {
  BaseContract,
  ErrorFragment,
  EventFragment,
  Fragment,
  FunctionFragment,
  Interface,
  type JsonFragment,
  Typed,
} from "ethers";

/*
 * ethers reads the whole ABI anew for every interface that is made of it (Ignition makes half a dozen for each step of a deployment), looks
 * through all functions at every call, and hashes a signature whenever its selector is asked for. What it finds never changes, fragments
 * are frozen: here it is found once.
 */

const fragmentFrom = Fragment.from.bind(Fragment);
const fragments = new Map<string, Fragment>();
Fragment.from = (source: unknown): Fragment => {
  // A text is in the language for people, which nobody reads often; a fragment is one already.
  if (typeof source !== "object" || source === null || typeof (source as JsonFragment).type !== "string") {
    return fragmentFrom(source);
  }
  if (source instanceof Fragment) return fragmentFrom(source);
  const text = JSON.stringify(source);
  return keep(fragments, text, () => fragmentFrom(source));
};

for (const [type, name] of [
  [FunctionFragment, "selector"],
  [ErrorFragment, "selector"],
  [EventFragment, "topicHash"],
] as const) {
  const hash = Object.getOwnPropertyDescriptor(type.prototype, name)!.get!;
  const hashes = new WeakMap<object, string>();
  Object.defineProperty(type.prototype, name, {
    configurable: true,
    get(this: Fragment): string {
      return keep(hashes, this, () => hash.call(this) as string);
    },
  });
}

const getFunction = Interface.prototype.getFunction;
const functions = new WeakMap<Interface, Map<string, FunctionFragment | null>>();
/** The only function of that name; null where there is none or several. */
function onlyOf(abi: Interface, key: string): FunctionFragment | null {
  try {
    return getFunction.call(abi, key);
  } catch {
    return null;
  }
}
Interface.prototype.getFunction = function (key, values) {
  const found = keep(
    keep(functions, this, () => new Map<string, FunctionFragment | null>()),
    key,
    () => onlyOf(this, key),
  );
  const fits = values === undefined || values === null || isFor(values, found);
  return found !== null && fits ? found : getFunction.call(this, key, values);
};

/** Of as many values as it takes, with overrides or without, none of a declared type: then ethers looks at nothing else. */
function isFor(values: readonly unknown[], found: FunctionFragment | null): boolean {
  if (found === null || values.some((value) => Typed.isTyped(value))) return false;
  const further = values.length - found.inputs.length;
  const last = values.at(-1);
  return further === 0 || (further === 1 && typeof last === "object" && last !== null && !Array.isArray(last));
}

const getMethod = BaseContract.prototype.getFunction;
const methods = new WeakMap<BaseContract, Map<string, ReturnType<typeof getMethod>>>();
BaseContract.prototype.getFunction = function (key) {
  if (typeof key !== "string") return getMethod.call(this, key) as never;
  const own = keep(methods, this, () => new Map<string, ReturnType<typeof getMethod>>());
  return keep(own, key, () => getMethod.call(this, key)) as never;
};

interface Keeper<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function keep<K, V>(kept: Keeper<K, V>, key: K, find: () => V): V {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = find();
  kept.set(key, found);
  return found;
}
