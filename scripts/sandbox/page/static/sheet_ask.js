/* Asking for something in the tab that is open, as the person one is. */

import { ask, toast } from "./talk.js";
import { facts } from "./sheet_grid.js";
import { who } from "./you.js";

export async function did(verb, given, quiet = false) {
  const told = await ask(verb, { by: who(), tab: Number(facts()?.tab), ...given });
  if (told.error) toast(told.error, true);
  else if (told.said && !quiet) toast(told.said);
  return !told.error;
}

/* Why a cell cannot be edited by hand; empty when it can. The server has the last word on protection. */
export function refusal(cell, name) {
  const tab = facts();
  if (!tab) return "The tab is gone.";
  if ("hidden" in tab) return "Hidden tabs are the router's own: here they are for looking only.";
  if ("computed" in cell.dataset) return `${name} is computed by a formula, so it is read only here.`;
  if ("protected" in cell.dataset && who() !== tab.owner) {
    return `${name} is protected (${cell.dataset.protected}): ${who() || "you"} may not edit it.`;
  }
  return "";
}
