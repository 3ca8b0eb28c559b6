(() => {
const all = [...document.querySelectorAll("details")];
let shut = [];
addEventListener("beforeprint", () => { shut = all.filter((d) => !d.open); shut.forEach((d) => { d.open = true; }); });
addEventListener("afterprint", () => shut.forEach((d) => { d.open = false; }));
const box = document.getElementById("filter-box");
if (!box) return;
box.hidden = false;
box.querySelector("input").addEventListener("input", (event) => {
const wanted = event.target.value.trim().toLowerCase();
const has = (part) => part.textContent.toLowerCase().includes(wanted);
let found = 0;
for (const rule of document.querySelectorAll("#work details.rule")) {
const whole = has(rule.querySelector("summary"));
let hit = whole;
for (const row of rule.querySelectorAll("tbody tr")) { row.hidden = !whole && !has(row); hit ||= !row.hidden; }
rule.hidden = !hit;
found += hit;
}
box.querySelector("output").value = wanted && `${found} found`;
});
})();
