// Moves the marks of a figure to numbers: the figure is the SVG that matplotlib drew, `axes` and `marks` what it says of it.
(() => {
  const make = (tag, attributes, text = "") => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };
  const rounded = (number) => Math.round(number * 1000) / 1000;

  // From data to the units of the SVG, along one side; what a logarithm has not is NaN
  const along = (low, high, start, length, logarithmic) => {
    const scale = logarithmic ? Math.log10 : Number;
    const [from, to] = [scale(low), scale(high)];
    return (value) => start + (length * (scale(value) - from)) / (to - from);
  };

  const placed = ({ box: [x, y, width, height], logarithmic }, limits) => ({
    x: along(...limits.x, x, width, logarithmic[0]),
    y: along(...limits.y, y + height, -height, logarithmic[1]),
  });

  // As matplotlib's "top", "bottom" and "center"
  const RISE = { top: 0.8, bottom: -0.25, center: 0.35, baseline: 0 };
  const words = (x, y, { anchor, side, size, colour = "currentColor" }, text) =>
    make("text", { x: rounded(x), y: rounded(y + RISE[side] * size), "text-anchor": anchor, "font-size": size, fill: colour, class: "tx-words" }, text);

  const path = (place, { x, y }) => {
    let pen = "M";
    let d = "";
    for (let i = 0; i < x.length; i++) {
      const [right, down] = [rounded(place.x(x[i])), rounded(place.y(y[i]))];
      if (Number.isFinite(right) && Number.isFinite(down)) {
        d += `${pen} ${right} ${down} `;
        pen = "L";
      } else pen = "M";
    }
    return d;
  };

  const DRAW = {
    line(element, place, mark, value) {
      element.querySelector("path").setAttribute("d", path(place, value));
    },
    points(element, place, mark, { x, y }) {
      const uses = [...element.querySelectorAll("use")];
      const places = Array.from(x, (_, i) => [rounded(place.x(x[i])), rounded(place.y(y[i]))]);
      const there = places.filter((each) => each.every(Number.isFinite));
      uses[0].style.display = there.length ? "" : "none";
      there.forEach(([right, down], i) => {
        const use = uses[i] ?? uses[0].parentNode.appendChild(uses[0].cloneNode());
        use.setAttribute("x", right);
        use.setAttribute("y", down);
      });
      uses.slice(Math.max(1, there.length)).forEach((use) => use.remove());
    },
    arrow(element, place, mark, { shown }) {
      element.style.display = shown ? "" : "none";
    },
    text(element, place, mark, { x, y, words: text }) {
      const [right, up] = mark.offset;
      element.replaceChildren(words(place.x(x) + right, place.y(y) - up, mark, text));
    },
    image(element, place, { colours }, { values, shape: [rows, columns], scale }) {
      const canvas = Object.assign(document.createElement("canvas"), { width: columns, height: rows });
      const pixels = new ImageData(columns, rows);
      const last = colours.length - 1;
      values.forEach((value, i) => {
        const shade = Math.floor(((value + scale) / (2 * scale)) * colours.length);
        pixels.data.set(colours[Math.min(last, Math.max(0, shade))], 4 * i);
      });
      canvas.getContext("2d").putImageData(pixels, 0, 0);
      const [x, y] = [place.x(0), place.y(0)];
      const box = { x, y, width: place.x(1) - x, height: place.y(1) - y, preserveAspectRatio: "none", href: canvas.toDataURL() };
      element.removeAttribute("transform");
      element.removeAttributeNS("http://www.w3.org/1999/xlink", "href");
      for (const [name, value] of Object.entries(box)) element.setAttribute(name, value);
    },
  };

  const alike = (one, other) =>
    Object.is(one, other) ||
    (typeof one === "object" && one.length === other?.length && one.every((each, i) => Object.is(each, other[i])));
  const same = (one, other) => other && Object.entries(one).every(([key, each]) => alike(each, other[key]));

  const PAD = 3.5; // from a tick to its words, as matplotlib has it
  const drawTicks = ({ box: [left, top, width, height], ticks: [down, out] }, place, { xticks, yticks }) => {
    const group = make("g", { class: "tx-ticks" });
    const [bottom, marks] = [top + height, []];
    for (const [value, text] of xticks) {
      const x = rounded(place.x(value));
      marks.push(`M ${x} ${rounded(bottom)} v ${down}`);
      group.append(words(x, bottom + down + PAD, { anchor: "middle", side: "top", size: 8.5 }, text));
    }
    for (const [value, text] of yticks) {
      const y = rounded(place.y(value));
      marks.push(`M ${rounded(left)} ${y} h ${-out}`);
      group.append(words(left - out - PAD, y, { anchor: "end", side: "center", size: 8.5 }, text));
    }
    group.append(make("path", { d: marks.join(" "), stroke: "currentColor", "stroke-width": 0.8 }));
    return group;
  };

  // A function that draws an answer into the panels in `root`
  globalThis.liveDrawing = (root, { axes, marks }) => {
    const panels = root.querySelectorAll("svg");
    // A glyph is defined where it is first used, which may be in what is replaced
    panels.forEach((panel) => panel.prepend(...panel.querySelectorAll("g g > defs")));
    root.querySelectorAll("[data-mark=tick]").forEach((tick) => tick.remove());
    const elements = Object.fromEntries(Object.keys(marks).map((name) => [name, root.querySelector(`[data-mark="${name}"]`)]));
    const drawn = {}; // the ticks of each pair of axes, and the frame that they are of
    const shown = {}; // the values of each mark, and the frame in which they are drawn
    return ({ frames, marks: values }) => {
      const places = {};
      for (const [name, each] of Object.entries(axes)) {
        const [x, y, xticks, yticks] = frames[name] ?? [each.x, each.y];
        const frame = JSON.stringify(frames[name]);
        places[name] = { frame, ...placed(each, { x, y }) };
        if (!xticks || drawn[name]?.frame === frame) continue;
        const group = drawTicks(each, places[name], { xticks, yticks });
        drawn[name] ? drawn[name].group.replaceWith(group) : panels[each.panel].append(group);
        drawn[name] = { group, frame };
      }
      for (const [name, value] of Object.entries(values)) {
        const place = places[marks[name].axes];
        if (shown[name]?.frame === place.frame && same(value, shown[name]?.value)) continue;
        DRAW[marks[name].kind](elements[name], place, marks[name], value);
        shown[name] = { value, frame: place.frame };
      }
    };
  };
})();
