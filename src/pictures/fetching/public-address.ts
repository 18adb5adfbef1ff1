import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { fail } from "../../errors.ts";

/**
 * True for an address that anybody on the internet may reach. False for loopback, private, link-local and all other
 * special ranges (IANA special-purpose registries, as ipaddr.js knows them), for IPv6 addresses that lead to such an
 * IPv4 one, and for what is no address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` reads ::ffff:10.0.0.1 as 10.0.0.1; other ways to wrap an IPv4 address are ranges of their own.
  return ipaddr.process(address).range() === "unicast";
}

/** How names are resolved: `dns.lookup`, unless a test says otherwise. */
export type Resolver = typeof systemLookup;

/**
 * A look-up for `net.connect` that gives public addresses only: what is checked is what is connected to, so that a
 * name server that answers differently a moment later changes nothing. One address that is not public spoils a name.
 */
export function publicLookup(resolve: Resolver = systemLookup): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, [], 0);
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused !== undefined) return callback(notPublic(host, refused.address), [], 0);
      const [first] = addresses;
      if (first === undefined) return callback(fail("PICTURE_UNREACHABLE", `${host} has no address`), [], 0);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** The error for a host that leads to an address of no public one. */
export function notPublic(host: string, address: string) {
  return fail(
    "PICTURE_REFUSED",
    `${host} leads to ${address}, which is not a public address; PICTURES_ALLOW_PRIVATE=true allows it`,
  );
}
