// Wide tables on a phone: each row becomes a card, each cell of it comes with its heading. The style sheet says when.
for (const table of document.querySelectorAll(".bd-article table")) {
  const headings = [...table.querySelectorAll("thead th")];
  if (headings.length < 5) continue;
  table.classList.add("tx-cards");
  // Laid out as blocks, they would lose what they are
  table.setAttribute("role", "table");
  table.querySelectorAll("tr").forEach((row) => row.setAttribute("role", "row"));
  headings.forEach((heading) => heading.setAttribute("role", "columnheader"));
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.cells].forEach((cell, column) => {
      cell.setAttribute("role", "cell");
      if (column === 0 || !cell.textContent.trim()) return;
      const label = Object.assign(document.createElement("span"), { className: "tx-label", innerHTML: headings[column].innerHTML });
      label.setAttribute("aria-hidden", "true");
      cell.prepend(label);
    });
  }
}
