import { type DatabaseConnection, type Driver, PGliteDialect, type PGliteDialectConfig } from "kysely";

/**
 * PGlite has one connection, and kysely's driver hands it to everybody: a query of one worker would run inside the
 * transaction of another. Here it is taken and given back, first come first served.
 */
export class OneConnectionDialect extends PGliteDialect {
  constructor(config: PGliteDialectConfig) {
    super(config);
  }

  override createDriver(): Driver {
    return oneAtATime(super.createDriver());
  }
}

function oneAtATime(driver: Driver): Driver {
  const waiting: (() => void)[] = [];
  let taken = false;
  const take = async (): Promise<void> => {
    if (!taken) {
      taken = true;
      return;
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const give = (): void => {
    const next = waiting.shift();
    if (next === undefined) taken = false;
    else next();
  };
  return new Proxy(driver, {
    get(target, name) {
      if (name === "acquireConnection") {
        return async (...args: Parameters<Driver["acquireConnection"]>): Promise<DatabaseConnection> => {
          await take();
          try {
            return await target.acquireConnection(...args);
          } catch (error) {
            give();
            throw error;
          }
        };
      }
      if (name === "releaseConnection") {
        return async (...args: Parameters<Driver["releaseConnection"]>): Promise<void> => {
          give();
          await target.releaseConnection(...args);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
