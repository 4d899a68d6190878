// Who works here, and inviting the next one.

import { h } from "../element.js";
import { track } from "../measure.js";
import { refresh } from "../router.js";
import { invite, teammates, uninvite } from "../teammates.js";
import { toast } from "../toast.js";
import { field, showErrors } from "./field.js";

/** The team and the form to invite. */
export function teamView() {
  return {
    title: "Team",
    nodes: [
      h("div", { class: "head" }, h("h1", null, "Team")),
      h("p", { class: "lead" }, "Teammates see and edit the same invoices. Invite as many as you like."),
      inviteForm(),
      h("section", { class: "card", "aria-labelledby": "members" },
        h("div", { class: "card-head" }, h("h2", { id: "members" }, "Members")),
        h("ul", { class: "members" },
          member("You", "Owner"),
          teammates().map(({ email, role }) => member(email, `${role}, invited`, () => takeBack(email))))),
    ],
  };
}

function inviteForm() {
  const email = h("input", { type: "email", required: true, autocomplete: "off", placeholder: "name@company.example", dir: "ltr", "data-testid": "invite-email" });
  const role = h("select", null, ["Member", "Book-keeper", "Reader"].map((name) => h("option", null, name)));
  const submit = (event) => {
    event.preventDefault();
    const address = email.value.trim();
    const wrong = !email.checkValidity() ? "An e-mail address, such as sam@company.example."
      : !invite(address, role.value) ? "Already invited." : "";
    if (wrong) {
      showErrors(form, [{ field: "invite-email", says: wrong }]);
      return;
    }
    track("teammate_invited");
    refresh();
    toast("Invited ", h("bdi", null, address), ". (A demo: no message goes out.)");
  };
  const form = h("form", { class: "card invite", novalidate: true, onsubmit: submit },
    field({ id: "invite-email", label: "E-mail", control: email, className: "grow" }),
    field({ id: "invite-role", label: "Role", control: role }),
    h("button", { class: "button primary", "data-testid": "invite-send" }, "Invite"));
  return form;
}

function member(name, role, onRemove) {
  return h("li", { class: "member" },
    h("span", { class: "avatar", "aria-hidden": "true" }, name[0].toUpperCase()),
    h("span", { class: "member-name" }, h("bdi", null, name), h("span", { class: "member-role" }, role)),
    onRemove && h("button", { class: "button quiet", type: "button", "aria-label": `Take back the invitation of ${name}`, onclick: onRemove }, "Take back"));
}

function takeBack(email) {
  uninvite(email);
  refresh();
  toast("Took back the invitation of ", h("bdi", null, email), ".");
}
