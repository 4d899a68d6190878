// The clients: names and addresses that the invoice form offers.

import { read, write } from "./store.js";

const EXAMPLES = [
  { name: "Northwind Bakery", email: "accounts@northwind.example" },
  { name: "Café Olé", email: "hola@cafe-ole.example" },
  { name: "Studio Halden", email: "studio@halden.example" },
  { name: "Meridian Cycles", email: "office@meridian.example" },
  { name: "مكتبة النور", email: "orders@alnoor.example" },
];

/** All clients, by name. */
export function clients() {
  return read("clients", []);
}

/** The e-mail address kept for a client, or an empty text. */
export function emailOf(name) {
  return clients().find((client) => client.name === name)?.email ?? "";
}

/** Keeps a client; a known one gets the address, if there is one. */
export function keepClient(name, email = "") {
  const known = clients().find((client) => client.name === name);
  const others = clients().filter((client) => client.name !== name);
  const all = [...others, { name, email: email || known?.email || "" }];
  write("clients", all.sort((a, b) => a.name.localeCompare(b.name)));
}

/** Adds a handful of example clients. */
export function addExampleClients() {
  for (const { name, email } of EXAMPLES) keepClient(name, email);
}
