// The page is whole without this. It sorts tables by a click.
const worth = (cell) => {
  const text = cell.dataset.value ?? cell.textContent.trim();
  const number = Number(text.replaceAll(",", "").replace("−", "-").replace(/\s*%$/, ""));
  return Number.isNaN(number) ? text : number;
};

for (const table of document.querySelectorAll("table.sortable")) {
  table.querySelectorAll("thead th").forEach((head, column) => {
    head.tabIndex = 0;
    const sort = () => {
      const falling = head.getAttribute("aria-sort") !== "descending";
      table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].map((row) => [worth(row.cells[column]), row]);
      rows.sort(([a], [b]) => (a > b ? 1 : a < b ? -1 : 0) * (falling ? -1 : 1));
      table.tBodies[0].append(...rows.map(([, row]) => row));
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => event.key === "Enter" && sort());
  });
}
